import type { Lab } from "../lab";
import { quote } from "../processes";
import { parseSessions, speakers, type Session } from "../sessions";
import { hostNamespace } from "../topology/fabric";
import type { Fault } from "../topology/fault";
import type { LabFile } from "../topology/schema";
import type { Watch } from "./outage";
import type { Trace } from "./trace";

/** How the probe is sent. */
const probe = { everyMs: 5, port: 5005 };

/** Seconds that all else may take: on a slow machine, reading the sessions of four gateways takes a minute. */
const HANGS_AFTER = 600;

/** All that is seen of one fault. */
export interface Seen {
  watch: Watch;
  /** when the watch began, and just before the fault; just before its end, and when the watch ended */
  sessions: { before: Session[]; after: Session[]; broken?: Session[]; restored?: Session[] };
  /** share of CPU time that the VM had left between the two */
  idlePercent: number;
  trace?: Trace;
}

/** Brings a fault about while traffic is watched, and ends it. */
export async function watchFault(
  lab: Lab,
  { inject, heal, passesWithin, returnsWithin }: Fault,
  { before, after }: { before: number; after: number },
  traced: boolean,
): Promise<Seen> {
  const seconds = Math.max(after, passesWithin ?? 0);
  // What passes by itself has been watched already.
  const healed = passesWithin === undefined ? [heal, String(returnsWithin)] : [];
  const words = [
    JSON.stringify(probes(lab.file)),
    speakers(lab.file).join(" "),
    String(before),
    String(seconds),
    inject,
    ...healed,
  ];
  const trace = traced ? `TRACE=${quote(lab.gateways.join(" "))} ` : "";
  try {
    const { stdout } = await lab.vm.exec(`${trace}/lab/guest/outage.sh ${quote(...words)}`, {
      timeLimit: before + seconds + returnsWithin + HANGS_AFTER,
    });
    return readSeen(stdout);
  } catch (error) {
    // A fault that failed to come about has nothing to heal.
    await lab.vm.exec(heal, { mayFail: true });
    throw error;
  }
}

/** What probe.py takes. */
export function probes({ hosts, probes }: LabFile, everyMs = probe.everyMs) {
  const namespaces = Object.keys(hosts).map((id) => [id, hostNamespace(id)]);
  return { ...probe, everyMs, hosts: Object.fromEntries(namespaces), probes };
}

/** Reads what outage.sh printed. */
export function readSeen(output: string): Seen {
  const lines = (name: string) =>
    [...output.matchAll(new RegExp(`^${name} (.*)$`, "gm"))].map(([, rest]) => rest);
  const [times, seen] = [lines("times")[0], lines("probe")[0]];
  if (!times || !seen) throw new Error(`the probe did not end well:\n${output.slice(-500)}`);
  const [begun, stood, end, ...late] = times.split(" ").map(microseconds);
  const [healed, healing, restored] = late.map((time) => time || undefined);
  const [before, after, broken, back] = lines("sessions").map(parseSessions);
  return {
    watch: { begun, stood, end, healed, healing, restored, ...JSON.parse(seen) },
    sessions: { before, after, broken, restored: back },
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
