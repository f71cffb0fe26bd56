import type { Lab } from "../lab";
import type { Progress } from "../progress";
import { dropped, moved } from "../sessions";
import type { Failure, ForwardingPath } from "../topology/fault";
import type { FaultKind } from "../topology/schema";
import { clearPackets } from "../topology/wire";
import { longestPause, outages, type AtReturn, type Outage, type Watch } from "./outage";
import { phases, type Phases } from "./trace";
import { watchFault, type Seen } from "./watch";

export interface Run extends ForwardingPath {
  /** what the failure analysis calls it, if it walks it */
  failure?: Failure;
  outages: Outage[];
  /** of the direction that suffered most, as the next */
  longestMs: number;
  lost: number;
  /** traffic flowed in every direction */
  survived: boolean;
  /** longest pause of the sender: as exact is the rest */
  senderMs: number;
  /** share of CPU time the VM had left before the fault */
  idlePercent: number;
  /** packets in clear text on the transit, from before the fault to the end */
  clearPackets: number;
  /** how the longest gap came about, if that was traced */
  phases?: Phases;
  /** the fault's end, if that was watched */
  atReturn?: Return;
}

export interface Return extends AtReturn {
  /** until all sessions were up again; nothing if they were not */
  restoredMs?: number;
  /** sessions that the fault had left alone, or that were up again before, and that went down */
  dropped: string[];
  /** another path than before forwards when the watch ends: the return is not over, and may cost more */
  unfinished?: true;
}

export interface MeasureOptions {
  fault: FaultKind;
  runs: number;
  /** how long traffic is watched after the fault; long enough for the slowest way to notice it */
  secondsAfter: number;
  /** watches sessions and routes as well, which takes some of the CPU's time */
  trace?: boolean;
  progress: Progress;
  /** whether a run shows enough to count however disturbed it was; default none does */
  suffices?(run: Run): boolean;
  /** is told of each run that counts, and of why one does not */
  each?: (result: Run | string) => Promise<void>;
}

export interface Measurement {
  runs: Run[];
  /** why runs did not count: the lab was disturbed before the fault */
  discarded: string[];
}

/** What a run needs before its fault, or its times say nothing about the network. */
const quiet = { seconds: 3, maxGapMs: 100, minIdlePercent: 5 };

/** Injects the fault again and again, each time from a healthy and quiet network. */
export async function measure(lab: Lab, options: MeasureOptions): Promise<Measurement> {
  const { fault, runs, progress, each } = options;
  const result: Measurement = { runs: [], discarded: [] };
  while (result.runs.length < runs) {
    const title = `${fault}, run ${result.runs.length + 1} of ${runs}`;
    const seen = await progress.step(title, () => once(lab, options));
    const counts = !seen.disturbed || options.suffices?.(seen.run);
    const run = counts ? seen.run : seen.disturbed!;
    await each?.(run);
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

/** One run; and what disturbed the lab before the fault, if anything did. */
async function once(lab: Lab, options: MeasureOptions): Promise<{ run: Run; disturbed?: string }> {
  const path = await lab.settle();
  const made = lab.fault(options.fault, path);
  const clear = clearPackets(await lab.wire());
  const { secondsAfter, trace: traced = false } = options;
  const seconds = { before: quiet.seconds, after: secondsAfter };
  const { watch, sessions, idlePercent, trace } = await watchFault(lab, made, seconds, traced);
  const directions = outages(watch);
  const run = {
    ...path,
    failure: made.failure,
    outages: directions,
    longestMs: Math.max(...directions.map(({ longestMs }) => longestMs)),
    lost: Math.max(...directions.map(({ lost }) => lost)),
    survived: directions.every(({ survived }) => survived),
    senderMs: longestPause(watch),
    idlePercent,
    clearPackets: clearPackets(await lab.wire()) - clear,
    phases: trace && phases(watch, trace),
    atReturn: returnOf(watch, sessions, directions, await elsewhere(lab, path)),
  };
  return { run, disturbed: disturbance(run, sessions) };
}

function disturbance(
  { outages, idlePercent }: Run,
  sessions: Seen["sessions"],
): string | undefined {
  const flap = moved(sessions.before, sessions.after);
  if (flap) return flap;
  const silence = Math.max(...outages.map(({ beforeMs }) => beforeMs));
  if (silence > quiet.maxGapMs) return `no arrival for ${silence} ms`;
  if (idlePercent < quiet.minIdlePercent) return `the VM's CPUs were only ${idlePercent} % idle`;
  return undefined;
}

/** Whether traffic has not moved back to the path that it takes while all is healthy. */
async function elsewhere(lab: Lab, before: ForwardingPath): Promise<boolean> {
  if (!lab.file.preferred) return false;
  const now = await lab.forwarding().catch(() => undefined);
  return now?.gateway !== before.gateway || now.tunnelPeer !== before.tunnelPeer;
}

/** Of the direction that suffered most. */
function returnOf(
  { healed, restored }: Watch,
  sessions: Seen["sessions"],
  directions: Outage[],
  unfinished: boolean,
): Return | undefined {
  const ends = directions.flatMap(({ atReturn }) => atReturn ?? []);
  if (ends.length === 0) return undefined;
  return {
    longestMs: Math.max(...ends.map(({ longestMs }) => longestMs)),
    lost: Math.max(...ends.map(({ lost }) => lost)),
    restoredMs: restored && Math.round((restored - healed!) / 1000),
    dropped: dropped(sessions.broken ?? [], sessions.restored ?? []),
    ...(unfinished && { unfinished }),
  };
}

export function describe(run: Run): string {
  const { gateway, tunnelPeer, idlePercent, senderMs, survived } = run;
  const ways = run.outages.map(({ from, to, family, longestMs }) => {
    return `${from}→${to} IPv${family} ${longestMs}`;
  });
  const outage = survived
    ? `traffic was out for ${run.longestMs} ms (${ways.join(", ")})`
    : `traffic did not come back${describeReturn(run)}`;
  return `${outage}${describeEnd(run)}; path ${gateway}-${tunnelPeer}, ${idlePercent} % idle before, sent every ${senderMs} ms at the longest`;
}

function describeEnd({ atReturn, outages }: Run): string {
  if (!atReturn) return "";
  const { longestMs, lost, restoredMs, dropped, unfinished } = atReturn;
  const sessions =
    restoredMs === undefined ? "not all sessions came up" : `sessions up after ${restoredMs} ms`;
  const down = dropped.length > 0 ? `, down meanwhile: ${dropped.join(", ")}` : "";
  const rest = unfinished ? ", traffic not back on its path" : "";
  const of = outages.flatMap(({ from, to, family, atReturn: end }) =>
    end && end.lost > 0 ? [`${from}→${to} IPv${family} ${end.lost}`] : [],
  );
  const ways = of.length > 0 ? ` (${of.join(", ")})` : "";
  return `; at its end lost ${lost} packets${ways}, longest gap ${longestMs} ms, ${sessions}${down}${rest}`;
}

function describeReturn({ outages }: Run): string {
  const times = outages.flatMap(({ returnedMs }) => returnedMs ?? []);
  return times.length === outages.length ? ` before it could; ${Math.max(...times)} ms after` : "";
}
