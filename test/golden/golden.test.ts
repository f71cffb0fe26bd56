import * as fs from "fs";
import * as path from "path";
import { runExample } from "../fixtures/examples";
import { written } from "../fixtures/synth";
import { readTree, Tree, writeTree } from "../fixtures/tree";

/** `UPDATE_GOLDENS=1 npm run unit -- golden` writes the trees anew: read the difference. */
const UPDATE = process.env.UPDATE_GOLDENS === "1";

const EXAMPLES = {
  "bgp-default-route": ["branch", "center"],
  certificates: ["branch", "office"],
  "ha-full-mesh": ["a", "b", "c", "d"],
  "local-breakout": ["branch", "office"],
  "policy-based": ["branch", "office"],
  "site-to-site": ["branch", "office"],
};

/** The payload but for `apply`, which is the same everywhere, and user-data, which repeats it. */
function payloadTree(gateway: Tree): Tree {
  const files = Object.entries(gateway).filter(
    ([file]) => file.startsWith("payload/") && file !== "payload/apply",
  );
  return Object.fromEntries(files.map(([file, text]) => [file.replace("payload/", ""), text]));
}

describe.each(Object.entries(EXAMPLES))("golden tree of %s", (example, gateways) => {
  const golden = path.join(__dirname, example);
  let outdir: string;
  beforeAll(() => {
    outdir = runExample(example);
  });

  it("has these gateways", () => {
    const folder = path.join(written(outdir).folder(example), "gateways");
    expect(fs.readdirSync(folder).sort()).toEqual(gateways);
    if (!UPDATE) expect(fs.readdirSync(golden).sort()).toEqual(gateways);
  });

  it.each(gateways)("%s", (name) => {
    const tree = payloadTree(written(outdir).gateway(example, name));
    if (UPDATE) writeTree(path.join(golden, name), tree);
    expect(tree).toEqual(readTree(path.join(golden, name)));
  });
});
