import type { Lab } from "../lab";
import { quote } from "../processes";
import type { Progress } from "../progress";
import { moved, parseSessions, speakers } from "../sessions";
import { hostNamespace } from "../topology/fabric";
import type { Failure, Fault, ForwardingPath } from "../topology/fault";
import type { FaultKind, LabFile } from "../topology/schema";
import { clearPackets } from "../topology/wire";
import { longestPause, outages, type Outage, type Watch } from "./outage";
import { phases, type Phases, type Trace } from "./trace";

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
}

export interface MeasureOptions {
  fault: FaultKind;
  runs: number;
  /** how long traffic is watched after the fault; long enough for the slowest way to notice it */
  secondsAfter: number;
  /** watches sessions and routes as well, which takes some of the CPU's time */
  trace?: boolean;
  progress: Progress;
  /** is told of each run that counts, and of why one does not */
  each?: (result: Run | string) => Promise<void>;
}

export interface Measurement {
  runs: Run[];
  /** why runs did not count: the lab was disturbed before the fault */
  discarded: string[];
}

/** What a run needs before its fault, or it says nothing about the network. */
const quiet = { seconds: 3, maxGapMs: 100, minIdlePercent: 5 };

/** How the probe is sent. */
const probe = { everyMs: 5, port: 5005 };

/** How long traffic is watched after a fault has been healed that nothing survives. */
const SECONDS_HEALED = 20;

/** Seconds in which a network is healthy again after a fault, on CPUs that may be busy with that alone. */
const SETTLES_WITHIN = 180;

/** Injects the fault again and again, each time from a healthy and quiet network. */
export async function measure(lab: Lab, options: MeasureOptions): Promise<Measurement> {
  const { fault, runs, progress, each } = options;
  const result: Measurement = { runs: [], discarded: [] };
  while (result.runs.length < runs) {
    const title = `${fault}, run ${result.runs.length + 1} of ${runs}`;
    const run = await progress.step(title, () => once(lab, options));
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

/** One run; text where the lab was disturbed before the fault. */
async function once(lab: Lab, options: MeasureOptions): Promise<Run | string> {
  const path = await lab.settle(SETTLES_WITHIN);
  const made = lab.fault(options.fault, path);
  const clear = clearPackets(await lab.wire());
  const { watch, sessions, idlePercent, trace } = await watched(lab, made, options);
  const directions = outages(watch);
  const flap = moved(sessions.before, sessions.after);
  if (flap) return flap;
  const silence = Math.max(...directions.map(({ beforeMs }) => beforeMs));
  if (silence > quiet.maxGapMs) return `no arrival for ${silence} ms`;
  if (idlePercent < quiet.minIdlePercent) return `the VM's CPUs were only ${idlePercent} % idle`;
  return {
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
  };
}

/** Brings a fault about while traffic is watched, and ends it. */
async function watched(lab: Lab, fault: Fault, { secondsAfter, trace }: MeasureOptions) {
  const { inject, heal, passesWithin, fatal } = fault;
  const seconds = Math.max(secondsAfter, passesWithin ?? 0);
  const words = [
    JSON.stringify(probes(lab.file)),
    speakers(lab.file).join(" "),
    String(quiet.seconds),
    String(seconds),
    inject,
    ...(fatal ? [heal, String(SECONDS_HEALED)] : []),
  ];
  const traced = trace ? `TRACE=${quote(lab.gateways.join(" "))} ` : "";
  try {
    const { stdout } = await lab.vm.exec(`${traced}/lab/guest/outage.sh ${quote(...words)}`, {
      timeLimit: quiet.seconds + seconds + SECONDS_HEALED + 60,
    });
    return read(stdout);
  } finally {
    // A fault that failed to come about, or was healed, has nothing to heal.
    await lab.vm.exec(heal, { mayFail: true });
  }
}

/** What probe.py takes. */
function probes({ hosts, probes }: LabFile) {
  const namespaces = Object.keys(hosts).map((id) => [id, hostNamespace(id)]);
  return { ...probe, hosts: Object.fromEntries(namespaces), probes };
}

/** What outage.sh printed. */
export function read(output: string) {
  const lines = (name: string) =>
    [...output.matchAll(new RegExp(`^${name} (.*)$`, "gm"))].map(([, rest]) => rest);
  const [times, seen] = [lines("times")[0], lines("probe")[0]];
  if (!times || !seen) throw new Error(`the probe did not end well:\n${output.slice(-500)}`);
  const [begun, stood, end, healed] = times.split(" ").map(microseconds);
  const watch: Watch = { begun, stood, end, healed: healed || undefined, ...JSON.parse(seen) };
  const [before, after] = lines("sessions").map(parseSessions);
  return {
    watch,
    sessions: { before, after },
    idlePercent: Number(lines("idle")[0]),
    trace: readTrace(lines("routes")[0], lines("losses")[0]),
  };
}

function readTrace(changes: string | undefined, losses: string | undefined): Trace | undefined {
  if (changes === undefined || losses === undefined) return undefined;
  return {
    changes: JSON.parse(changes).map(([time]: [number, string]) => time),
    losses: losses.split(" ").filter(Boolean).map(microseconds),
  };
}

/** Of seconds with six decimals. */
function microseconds(seconds: string): number {
  return Number(seconds.replace(".", ""));
}

export function describe(run: Run): string {
  const { gateway, tunnelPeer, idlePercent, senderMs, survived } = run;
  const ways = run.outages.map(({ from, to, family, longestMs }) => {
    return `${from}→${to} IPv${family} ${longestMs}`;
  });
  const outage = survived
    ? `traffic was out for ${run.longestMs} ms (${ways.join(", ")})`
    : `traffic did not come back${describeReturn(run)}`;
  return `${outage}; path ${gateway}-${tunnelPeer}, ${idlePercent} % idle before, sent every ${senderMs} ms at the longest`;
}

function describeReturn({ outages }: Run): string {
  const times = outages.flatMap(({ returnedMs }) => returnedMs ?? []);
  return times.length === outages.length ? ` before it could; ${Math.max(...times)} ms after` : "";
}
