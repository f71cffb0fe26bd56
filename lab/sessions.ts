import type { PlannedSession } from "./delivery/plan";
import { neighbors } from "./topology/fabric";
import { routes } from "./topology/host-frr";
import { ospfFamilies } from "./topology/host-ospf";
import type { LabFile } from "./topology/schema";
import type { Vm } from "./vm/vm";

export interface Session {
  /** gateway, or "host:east" */
  owner: string;
  protocol: "bgp" | "bfd" | "ospf" | "ospf6";
  /** address; the router id of an OSPF neighbor */
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
  const hosts = Object.entries(lab.hosts).filter(([, host]) => routes(host));
  return [...Object.keys(lab.gateways), ...hosts.map(([id]) => `host:${id}`)];
}

export async function readSessions(vm: Vm, lab: LabFile): Promise<Session[]> {
  // Whoever looks gives way to what is looked at.
  const command = `nice -n 19 /lab/guest/sessions.py ${speakers(lab).join(" ")}`;
  return parseSessions((await vm.exec(command)).stdout);
}

/** What guest/sessions.py prints of one owner; null where a daemon does not know of the protocol. */
interface Report {
  error?: string;
  bgp?: Record<string, { peers?: Record<string, BgpPeer> }> | null;
  bfd?: { peer: string; status: string; uptime?: number }[] | null;
  counters?: { peer: string; "session-down": number }[] | null;
  /** by VRF */
  ospf?: Record<string, { neighbors?: Record<string, { nbrState: string }[]> }> | null;
  ospf6?: { neighbors?: { neighborId: string; state: string }[] } | null;
}

export function parseSessions(text: string): Session[] {
  const sessions: Session[] = [];
  for (const [owner, { bgp, bfd, counters, ospf, ospf6 }] of Object.entries(
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
    for (const { neighbors } of Object.values(ospf ?? {}))
      for (const [peer, adjacencies] of Object.entries(neighbors ?? {}))
        for (const { nbrState } of adjacencies)
          sessions.push(adjacency({ owner, protocol: "ospf", peer, state: nbrState }));
    for (const { neighborId, state } of ospf6?.neighbors ?? [])
      sessions.push(adjacency({ owner, protocol: "ospf6", peer: neighborId, state }));
  }
  return sessions;
}

/** Full with whoever has the same database; the daemons tell neither its age nor its losses. */
function adjacency(one: Pick<Session, "owner" | "protocol" | "peer" | "state">): Session {
  return { ...one, up: one.state.startsWith("Full"), downs: 0, uptimeMs: 0 };
}

/** The first session that went down between two readings, in words. */
export function moved(before: Session[], after: Session[]): string | undefined {
  const key = ({ owner, protocol, peer }: Session) => `${owner} ${protocol} ${peer}`;
  const downs = new Map(before.map((one) => [key(one), one.downs]));
  const found = after.find((one) => !one.up || one.downs !== downs.get(key(one)));
  return found && `${found.protocol} session of ${found.owner} with ${found.peer} flapped`;
}

/** Sessions that went down between two readings and were up at the first, in words. */
export function dropped(before: Session[], after: Session[]): string[] {
  const key = ({ owner, protocol, peer }: Session) => `${owner} ${protocol} ${peer}`;
  const up = new Map(before.filter((one) => one.up).map((one) => [key(one), one.downs]));
  // A daemon that was started anew counts from zero.
  return after.filter((one) => one.downs > (up.get(key(one)) ?? Infinity)).map(key);
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
  return [...lines, ...missingAdjacencies(sessions, lab)];
}

/** A host with OSPF has every gateway of its segments for a neighbor, in each family. */
function missingAdjacencies(sessions: Session[], lab: LabFile): string[] {
  return Object.entries(lab.hosts).flatMap(([id, host]) =>
    ospfFamilies(host).flatMap((family) => {
      const protocol = family === 4 ? "ospf" : "ospf6";
      const found = sessions.filter(
        (one) => one.owner === `host:${id}` && one.protocol === protocol,
      ).length;
      const wanted = neighbors(lab, id).length;
      return found < wanted ? [`host:${id}: ${found} ${protocol} neighbors, not ${wanted}`] : [];
    }),
  );
}
