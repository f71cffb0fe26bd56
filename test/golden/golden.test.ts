import * as fs from "fs";
import * as path from "path";
import { runApp } from "../fixtures/examples";
import { written } from "../fixtures/synth";
import { readTree, Tree, writeTree } from "../fixtures/tree";

/** `UPDATE_GOLDENS=1 npm run unit -- golden` writes the trees anew: read the difference. */
const UPDATE = process.env.UPDATE_GOLDENS === "1";

const EXAMPLES = {
  additions: ["branch", "office"],
  "bgp-default-route": ["branch", "center"],
  certificates: ["branch", "office"],
  "ha-full-mesh": ["a", "b", "c", "d"],
  "local-breakout": ["branch", "office"],
  "policy-based": ["branch", "office"],
  "site-to-site": ["branch", "office"],
  vrrp: ["a", "b", "c"],
};

/** Networks of the lab that have what no example has. */
const NETWORKS = {
  "many-prefixes": ["a", "b", "c", "d"],
  namespaces: ["far", "hub", "near"],
};

const APPS = [
  ...Object.entries(EXAMPLES).map(([name, gateways]) => ["examples", name, gateways] as const),
  ...Object.entries(NETWORKS).map(([name, gateways]) => ["test/lab", name, gateways] as const),
];

/** A program of programs/, the same everywhere; tests of their own run them. */
const PROGRAM = /^(?:#!.*\n# |""".*)Part of cdktf-routed-vpn[.;]/;

/** The payload but for those, and for user-data, which repeats it. */
function payloadTree(gateway: Tree): Tree {
  const files = Object.entries(gateway).filter(
    ([file, text]) => file.startsWith("payload/") && !PROGRAM.test(text),
  );
  return Object.fromEntries(files.map(([file, text]) => [file.replace("payload/", ""), text]));
}

describe.each(APPS)("golden tree of %s/%s", (folder, name, gateways) => {
  const golden = path.join(__dirname, name);
  let outdir: string;
  beforeAll(() => {
    outdir = runApp(`${folder}/${name}`);
  });

  it("has these gateways", () => {
    const folder = path.join(written(outdir).folder(name), "gateways");
    expect(fs.readdirSync(folder).sort()).toEqual(gateways);
    if (!UPDATE) expect(fs.readdirSync(golden).sort()).toEqual(gateways);
  });

  it.each(gateways)("%s", (gateway) => {
    const tree = payloadTree(written(outdir).gateway(name, gateway));
    if (UPDATE) writeTree(path.join(golden, gateway), tree);
    expect(tree).toEqual(readTree(path.join(golden, gateway)));
  });
});
