import * as fs from "fs";
import * as path from "path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { SitesReport } from "../../lib/analysis/report";
import { mesh, sitePair } from "../fixtures/apps";
import { synthesize } from "../fixtures/synth";

const SITES = [1, 2, 3, 4, 5];

/** Five pairs in a full mesh, each in a stack of its own. */
function fivePairs(app: App): void {
  const stacks = SITES.map((site) => {
    const stack = new TerraformStack(app, `s${site}`);
    new LocalBackend(stack, { path: `s${site}.tfstate` });
    return stack;
  });
  const pairs = stacks.map((stack, index) =>
    sitePair(stack, "pair", index + 1, [`g${index + 1}a`, `g${index + 1}b`]),
  );
  mesh(stacks[0]!, pairs);
}

describe("S4: one stack for each of five pairs", () => {
  const result = synthesize(fivePairs);
  const read = (site: number, file: string) =>
    fs.readFileSync(path.join(result.folder(`s${site}`), file), "utf8");

  it.each(SITES)("stack %i tells of failures of its own pair with each other one", (site) => {
    const { failures } = JSON.parse(read(site, "plan.json")) as { failures: SitesReport[] };
    const joined = failures.flatMap(({ left, right, alike = [] }) => [{ left, right }, ...alike]);
    expect(joined).toHaveLength(4);
    for (const { left, right } of joined) expect([left, right]).toContain(`s${site}/pair`);
  });

  it.each(SITES)(
    "stack %i has a runbook whose failures are at its own pair or its peers'",
    (site) => {
      const runbook = read(site, "runbook.md");
      expect(runbook).toContain("## Single failures");
      const heads = [...runbook.matchAll(/^### (.*)$/gm)].map(([, head]) => head!);
      expect(heads.length).toBeGreaterThan(0);
      for (const head of heads) expect(head).toContain(`s${site}/pair`);
      // A tunnel between two strangers is none of this stack's.
      const tunnels = [...runbook.matchAll(/the path between (g\d)\S* and (g\d)/g)];
      expect(tunnels.length).toBeGreaterThan(0);
      for (const [, one, other] of tunnels) expect([one, other]).toContain(`g${site}`);
    },
  );
});
