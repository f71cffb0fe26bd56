import type { Lab } from "./lab";
import { quote } from "./processes";
import type { Progress } from "./progress";
import { readOutage, type Outage } from "./outage";
import type { ForwardingPath } from "./topology/fault";
import type { FaultKind } from "./topology/schema";

export interface Run extends Outage, ForwardingPath {
  fault: FaultKind;
  /** share of CPU time the VM had left before the fault */
  idlePercent: number;
}

export interface MeasureOptions {
  fault: FaultKind;
  runs: number;
  /** how long traffic is watched after the fault; long enough for the slowest way to notice it */
  secondsAfter: number;
  progress: Progress;
}

export interface Measurement {
  runs: Run[];
  /** why runs did not count: the lab was disturbed before the fault */
  discarded: string[];
}

/** What a run needs before its fault, or it says nothing about the network. */
const quiet = { seconds: 3, secondsBefore: 2, maxGapMs: 100, minIdlePercent: 5 };

/** Injects the fault again and again, each time from a healthy and quiet network. */
export async function measure(lab: Lab, options: MeasureOptions): Promise<Measurement> {
  const { fault, runs, progress } = options;
  const result: Measurement = { runs: [], discarded: [] };
  while (result.runs.length < runs) {
    const title = `${fault}, run ${result.runs.length + 1} of ${runs}`;
    const run = await progress.step(title, () => once(lab, options));
    if (typeof run === "string") {
      result.discarded.push(run);
      progress.say(`  disturbed before the fault: ${run}; repeating`);
      // A machine this busy cannot measure at all.
      if (result.discarded.length > runs + 3)
        throw new Error(`disturbed ${result.discarded.length} times, last: ${run}`);
    } else {
      result.runs.push(run);
      progress.say(`  ${describe(run)}`);
    }
  }
  return result;
}

/** One run; text where the lab was disturbed before the fault. */
async function once(lab: Lab, { fault, secondsAfter }: MeasureOptions): Promise<Run | string> {
  const path = await lab.settle();
  const flap = await lab.flap(quiet.seconds);
  if (flap) return flap;
  const made = lab.fault(fault, path);
  const { from, to } = lab.file.probes[0];
  const words = [from, to, String(quiet.secondsBefore), String(secondsAfter), made.inject];
  try {
    const { stdout } = await lab.vm.exec(`/lab/guest/outage.sh ${quote(...words)}`, {
      timeLimit: quiet.secondsBefore + secondsAfter + 30,
    });
    const idlePercent = Number(/^idle (\d+)$/m.exec(stdout)?.[1]);
    const [, begun, , ended] = (/^fault .*$/m.exec(stdout)?.[0] ?? "").split(" ").map(Number);
    const run: Run = { fault, ...path, idlePercent, ...readOutage(stdout, begun, ended) };
    if (run.beforeMs > quiet.maxGapMs) return `no answer for ${run.beforeMs} ms`;
    if (idlePercent < quiet.minIdlePercent) return `the VM's CPUs were only ${idlePercent} % idle`;
    return run;
  } finally {
    // A fault that failed to come about has nothing to heal.
    await lab.vm.exec(made.heal, { mayFail: true });
  }
}

export function describe({
  longestMs,
  survived,
  sent,
  received,
  gateway,
  tunnelPeer,
  idlePercent,
}: Run): string {
  const outage = survived ? `traffic was out for ${longestMs} ms` : "traffic did not come back";
  return `${outage} (${received} of ${sent} pings answered, path ${gateway}-${tunnelPeer}, ${idlePercent} % idle before)`;
}
