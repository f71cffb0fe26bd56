import { model7 } from "../fixtures/apps";
import { ROOT, runExample } from "../fixtures/examples";
import { scratchFolder, synthesizeStack } from "../fixtures/synth";
import { readTree } from "../fixtures/tree";

describe("same input, same bytes", () => {
  it("in two folders", () => {
    const trees = [1, 2].map(() => readTree(synthesizeStack((stack) => void model7(stack)).outdir));
    expect(trees[0]).toEqual(trees[1]);
  });

  it.each(["ha-full-mesh", "site-to-site"])(
    "of %s, in another locale, time zone and working folder",
    (name) => {
      const here = runExample(name, { LC_ALL: "C", TZ: "UTC" });
      const locale = { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" };
      const elsewhere = runExample(name, locale, scratchFolder());
      expect(readTree(elsewhere)).toEqual(readTree(here));
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
