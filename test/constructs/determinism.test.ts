import { execFileSync } from "child_process";
import * as path from "path";
import { synthesizeStack, scratchFolder } from "../fixtures/synth";
import { model7 } from "../fixtures/apps";
import { readTree, Tree } from "../fixtures/tree";

const ROOT = path.resolve(__dirname, "../..");
const TSX = path.join(ROOT, "node_modules/tsx/dist/cli.mjs");

/** An example app in a process of its own. */
function runExample(name: string, environment: NodeJS.ProcessEnv, cwd: string): Tree {
  const outdir = scratchFolder();
  const main = path.join(ROOT, "examples", name, "main.ts");
  const tsconfig = path.join(ROOT, "tsconfig.json");
  execFileSync(process.execPath, [TSX, "--tsconfig", tsconfig, main], {
    cwd,
    env: { PATH: process.env.PATH, CDKTF_OUTDIR: outdir, ...environment },
  });
  return readTree(outdir);
}

describe("same input, same bytes", () => {
  it("in two folders", () => {
    const trees = [1, 2].map(() => readTree(synthesizeStack((stack) => void model7(stack)).outdir));
    expect(trees[0]).toEqual(trees[1]);
  });

  it.each(["ha-full-mesh", "site-to-site"])(
    "of %s, in another locale, time zone and working folder",
    (name) => {
      const here = runExample(name, { LC_ALL: "C", TZ: "UTC" }, ROOT);
      const elsewhere = { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" };
      expect(runExample(name, elsewhere, scratchFolder())).toEqual(here);
    },
  );

  it("holds no path of the machine that synthesized, and no date", () => {
    const result = synthesizeStack((stack) => void model7(stack));
    for (const [file, text] of Object.entries(readTree(result.folder("net")))) {
      expect(`${file}: ${text}`).not.toContain(result.outdir);
      expect(`${file}: ${text}`).not.toContain(ROOT);
      expect(`${file}: ${text}`).not.toMatch(/\b20\d\d-[01]\d-[0-3]\d/);
    }
  });
});
