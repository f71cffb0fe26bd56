import { writeFile } from "node:fs/promises";
import type { Measurement } from "../measure";
import { median } from "../outage";
import type { FaultKind } from "../topology/schema";
import { startLab, subject, withMachine, type Common } from "./common";
import { describeWire } from "../topology/wire";

export interface MeasureCommand extends Common {
  source: string;
  faults: FaultKind[];
  runs: number;
  noBfd: boolean;
  json?: string;
}

/** Measures each fault several times on one network. */
export async function runMeasure(command: MeasureCommand): Promise<void> {
  const { progress, faults, runs, noBfd, json } = command;
  const chosen = await subject(command.source, command);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    await lab.converge();
    if (noBfd) {
      await lab.settle();
      await lab.withoutBfd();
    }
    const results: Record<string, Measurement> = {};
    for (const fault of faults)
      // Without BFD a lost peer is noticed when its hold time is over.
      results[fault] = await lab.measure({ fault, runs, secondsAfter: noBfd ? 15 : 5 });
    describeWire(await lab.wire()).forEach(progress.say);
    console.log(table(results, noBfd));
    if (json)
      await writeFile(
        json,
        JSON.stringify({ source: command.source, bfd: !noBfd, results }, null, 2) + "\n",
      );
    const lost = Object.values(results).flatMap((one) =>
      one.runs.filter(({ survived }) => !survived),
    );
    if (lost.length > 0) throw new Error(`traffic did not come back in ${lost.length} runs`);
  });
}

function table(results: Record<string, Measurement>, noBfd: boolean): string {
  const lines = [`Longest gap of a ping every 10 ms, in ms; BFD ${noBfd ? "off" : "on"}`];
  lines.push(
    "| fault | runs | min | median | max | discarded | all |",
    "|---|---|---|---|---|---|---|",
  );
  for (const [fault, { runs, discarded }] of Object.entries(results)) {
    const gaps = runs.map(({ longestMs }) => longestMs).sort((one, other) => one - other);
    const figures = [
      runs.length,
      gaps[0],
      median(gaps),
      gaps.at(-1),
      discarded.length,
      gaps.join(" "),
    ];
    lines.push(`| ${[fault, ...figures].join(" | ")} |`);
  }
  return lines.join("\n");
}
