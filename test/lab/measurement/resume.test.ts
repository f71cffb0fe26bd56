import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPromised } from "../../../lab/measurement/predictions";
import { readResults, resume, type Results, writeResults } from "../../../lab/measurement/results";
import { rowsOf } from "../../../lab/measurement/rows";
import { tables } from "../../../lab/measurement/table";
import { labFile } from "../lab-file";

const folder = mkdtempSync(join(tmpdir(), "results-"));

/** What a network of one tunnel promises, of which synthesis predicts an outage. */
function promised(mtu: number, maxMs: number) {
  const flows = [{ from: "net/east", to: "net/west", outage: { minMs: 220, maxMs } }];
  const single = [{ kind: "gateway", at: ["a"], flows }];
  const failures = [{ left: "net/east", right: "net/west", single }];
  writeFileSync(join(folder, "plan.json"), JSON.stringify({ tunnels: [{ mtu }], failures }));
  return readPromised(folder, labFile());
}

async function empty(mtu: number, maxMs: number): Promise<Results> {
  return {
    source: "net",
    releases: ["bookworm"],
    promised: await promised(mtu, maxMs),
    series: [],
  };
}

describe("A file of results", () => {
  const file = join(folder, "results.json");

  beforeAll(async () => {
    const series = [{ fault: "gateway" as const, bfd: true, runs: [], discarded: ["a flap"] }];
    await writeResults(file, { ...(await empty(1400, 450)), series });
  });

  it("takes more of the same network, beside what is predicted of it today", async () => {
    const { series, promised } = await resume(file, await empty(1400, 400));
    expect(series).toHaveLength(1);
    expect(promised.failures[0]!.single[0]!.flows[0]!.outage).toEqual({ minMs: 220, maxMs: 400 });
  });

  it("of the documentation is read, whether returns were measured when it was written or not", async () => {
    const older = await readResults(join(__dirname, "../../../docs/convergence.json"));
    const text = tables(rowsOf(older), older.promised.budgetMs);
    expect(text).toContain("| gateway |");
  });

  it("takes nothing of another network", async () => {
    await expect(resume(file, await empty(1300, 450))).rejects.toThrow(/another network/);
    const trixie = { ...(await empty(1400, 450)), releases: ["trixie"] };
    await expect(resume(file, trixie)).rejects.toThrow(/another network/);
  });
});
