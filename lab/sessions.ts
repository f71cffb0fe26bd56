import type { PlannedSession } from "./delivery/plan";
import type { LabFile } from "./topology/schema";
import type { Vm } from "./vm/vm";

export interface Session {
  /** gateway, or "host:east" */
  owner: string;
  protocol: "bgp" | "bfd";
  peer: string;
  up: boolean;
  /** the daemon's word for its state */
  state: string;
  /** times it went down since it was configured */
  downs: number;
  uptimeMs: number;
}

interface BgpPeer {
  state: string;
  peerUptimeMsec?: number;
  connectionsDropped?: number;
}

/** Gateways and hosts that may have sessions. */
export function speakers(lab: LabFile): string[] {
  const hosts = Object.entries(lab.hosts).filter(([, host]) => host.bgp);
  return [...Object.keys(lab.gateways), ...hosts.map(([id]) => `host:${id}`)];
}

export async function readSessions(vm: Vm, lab: LabFile): Promise<Session[]> {
  return parseSessions((await vm.exec(`/lab/guest/sessions.py ${speakers(lab).join(" ")}`)).stdout);
}

/** What guest/sessions.py prints of one owner; null where a daemon does not know of the protocol. */
interface Report {
  error?: string;
  bgp?: Record<string, { peers?: Record<string, BgpPeer> }> | null;
  bfd?: { peer: string; status: string; uptime?: number }[] | null;
  counters?: { peer: string; "session-down": number }[] | null;
}

export function parseSessions(text: string): Session[] {
  const sessions: Session[] = [];
  for (const [owner, { bgp, bfd, counters }] of Object.entries(
    JSON.parse(text) as Record<string, Report>,
  )) {
    for (const { peers } of Object.values(bgp ?? {}))
      for (const [peer, { state, peerUptimeMsec, connectionsDropped }] of Object.entries(
        peers ?? {},
      )) {
        const common = {
          owner,
          protocol: "bgp" as const,
          peer,
          state,
          up: state === "Established",
        };
        sessions.push({ ...common, downs: connectionsDropped ?? 0, uptimeMs: peerUptimeMsec ?? 0 });
      }
    const downs = new Map((counters ?? []).map((one) => [one.peer, one["session-down"]]));
    for (const { peer, status, uptime } of bfd ?? []) {
      const common = { owner, protocol: "bfd" as const, peer, state: status, up: status === "up" };
      sessions.push({ ...common, downs: downs.get(peer) ?? 0, uptimeMs: (uptime ?? 0) * 1000 });
    }
  }
  return sessions;
}

/** What is wrong with them, one line each: what is down, and what was planned and is not there. */
export function health(sessions: Session[], lab: LabFile, planned: PlannedSession[]): string[] {
  const lines = sessions
    .filter(({ up }) => !up)
    .map(
      ({ owner, protocol, peer, state }) =>
        `${owner}: ${protocol} session with ${peer} is ${state}`,
    );
  const missing = (owner: string, peer: string, protocol: string) =>
    !sessions.some((one) => one.owner === owner && one.peer === peer && one.protocol === protocol);
  for (const { gateway, neighbor, description, bfd } of planned)
    for (const protocol of bfd ? ["bgp", "bfd"] : ["bgp"])
      if (missing(gateway, neighbor, protocol))
        lines.push(`${gateway}: no ${protocol} session with ${neighbor} (${description})`);
  for (const [id, { bgp }] of Object.entries(lab.hosts))
    for (const neighbor of bgp?.neighbors ?? [])
      if (missing(`host:${id}`, neighbor, "bgp"))
        lines.push(`host:${id}: no bgp session with ${neighbor}`);
  return lines;
}
