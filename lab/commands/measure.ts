import type { Lab } from "../lab";
import { readPromised } from "../measurement/predictions";
import { resume, seriesOf, writeResults, type Results } from "../measurement/results";
import { rowsOf, type Row } from "../measurement/rows";
import { tables } from "../measurement/table";
import { announcing } from "../topology/announce";
import type { FaultKind } from "../topology/schema";
import { describeWire } from "../topology/wire";
import { assertNoClearText, startLab, subject, withMachine, type Common } from "./common";

export interface MeasureCommand extends Common {
  source: string;
  /** how often each fault is to be measured */
  faults: Map<FaultKind, number>;
  noBfd: boolean;
  /** how many prefixes of each block hosts announce, one number after the other; as the lab file says if empty */
  announce: number[];
  /** says of each gap how much of it was detection, routing and the rest */
  trace: boolean;
  /** where results are kept; those that are there already stay */
  json?: string;
}

/** Without BFD a lost peer is noticed when its hold time is over. */
const SECONDS_AFTER = { bfd: 4, holdTime: 12 };

/** Measures each fault several times on one network, beside what synthesis predicts. */
export async function runMeasure(command: MeasureCommand): Promise<void> {
  const { progress, noBfd, json } = command;
  const chosen = await subject(command.source, command);
  if (command.announce.length > 0) chosen.file = announcing(chosen.file, command.announce[0]);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    const empty = await noResults(command.source, lab);
    const results = json ? await resume(json, empty) : empty;
    await lab.converge();
    for (const announced of command.announce.length > 0 ? command.announce : [undefined]) {
      if (announced !== undefined) await lab.announce(announced);
      if (noBfd) {
        await lab.settle();
        await lab.withoutBfd();
      }
      await measureFaults(lab, command, results, announced);
    }
    const wire = await lab.wire();
    describeWire(wire).forEach(progress.say);
    const rows = rowsOf(results);
    console.log(tables(rows, results.promised.budgetMs));
    assertNoClearText(wire);
    assertSurvived(rows);
  });
}

/** Every fault as often as it is wanted, each run kept as soon as it is over. */
async function measureFaults(
  lab: Lab,
  { faults, noBfd, trace, json }: MeasureCommand,
  results: Results,
  announced?: number,
): Promise<void> {
  for (const [fault, runs] of faults) {
    const series = seriesOf(results, { fault, bfd: !noBfd, announced });
    await lab.measure({
      fault,
      runs,
      trace,
      secondsAfter: noBfd ? SECONDS_AFTER.holdTime : SECONDS_AFTER.bfd,
      each: async (result) => {
        if (typeof result === "string") series.discarded.push(result);
        else series.runs.push(result);
        if (json) await writeResults(json, results);
      },
    });
  }
}

async function noResults(source: string, lab: Lab): Promise<Results> {
  const releases = Object.values(lab.file.gateways).map(({ release }) => release);
  return {
    source,
    releases: [...new Set(releases)].sort(),
    promised: await readPromised(lab.stack, lab.file),
    series: [],
  };
}

/** What synthesis knows to be fatal is no failure of the network's. */
function assertSurvived(rows: Row[]): void {
  const lost = rows.filter(
    ({ prediction, survived, gaps }) => prediction?.maxMs !== Infinity && survived < gaps.length,
  );
  if (lost.length === 0) return;
  const lines = lost.map(({ fault, survived, gaps }) => `${fault}: ${survived} of ${gaps.length}`);
  throw new Error(`traffic did not come back in all runs:\n${lines.join("\n")}`);
}
