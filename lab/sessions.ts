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

export async function readSessions(vm: Vm, lab: LabFile): Promise<Session[]> {
  const hosts = Object.entries(lab.hosts).filter(([, host]) => host.bgp);
  const owners = [...Object.keys(lab.gateways), ...hosts.map(([id]) => `host:${id}`)];
  const { stdout } = await vm.exec(`/lab/guest/sessions.sh ${owners.join(" ")}`);
  return parseSessions(stdout);
}

/** Reads what guest/sessions.sh prints. */
export function parseSessions(text: string): Session[] {
  const sessions: Session[] = [];
  for (const part of text.split(/^==OWNER /m).slice(1)) {
    const owner = part.slice(0, part.indexOf("\n"));
    const families = json<Record<string, { peers?: Record<string, BgpPeer> }>>(part, "BGP") ?? {};
    for (const { peers } of Object.values(families))
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
    const counters = json<{ peer: string; "session-down": number }[]>(part, "COUNTERS") ?? [];
    const downs = new Map(counters.map((one) => [one.peer, one["session-down"]]));
    for (const { peer, status, uptime } of json<
      { peer: string; status: string; uptime?: number }[]
    >(part, "BFD") ?? []) {
      const common = { owner, protocol: "bfd" as const, peer, state: status, up: status === "up" };
      sessions.push({ ...common, downs: downs.get(peer) ?? 0, uptimeMs: (uptime ?? 0) * 1000 });
    }
  }
  return sessions;
}

/** What is wrong with them, one line each. */
export function health(sessions: Session[], lab: LabFile): string[] {
  const down = sessions.filter(({ up }) => !up);
  const lines = down.map(
    ({ owner, protocol, peer, state }) => `${owner}: ${protocol} session with ${peer} is ${state}`,
  );
  for (const [id, { bgp }] of Object.entries(lab.hosts)) {
    const expected = bgp?.neighbors.length ?? 0;
    const found = sessions.filter(
      ({ owner, protocol }) => owner === `host:${id}` && protocol === "bgp",
    ).length;
    if (found < expected) lines.push(`host:${id}: ${found} of ${expected} BGP sessions configured`);
  }
  return lines;
}

/** The JSON that follows a mark; undefined where the daemon printed none. */
function json<T>(text: string, mark: string): T | undefined {
  const [, after] = text.split(new RegExp(`^==${mark}$`, "m"));
  const body = after?.split(/^==/m)[0].trim();
  if (!body || !/^[[{]/.test(body)) return undefined;
  return JSON.parse(body) as T;
}
