import { HaPairIntent, TunnelPreferenceIntent } from "../model/routing";
import { Role } from "./topology";
import { BgpPolicy } from "./types";

/**
 * How the values rank, best first: out through our primary, and there to the other side's primary;
 * out through our secondary; across the pair link last, so that a secondary never hides its own
 * tunnels behind its partner's and the inside always knows the second way.
 */
const LOCAL_PREFERENCE = {
  primary: { primary: 200, secondary: 180 },
  secondary: { primary: 140, secondary: 120 },
} as const;

const MED = { primary: 100, secondary: 200 } as const;

/** Of a drained gateway, to OSPF: above all others. */
export const DRAINED_METRIC = 10_000;

export interface Standpoint {
  readonly role: Role;
  readonly pair?: HaPairIntent;
}

/** Policy of the session from `own` to `peer`, two gateways of different sites. */
export function tunnelPolicy(own: Standpoint, peer: Standpoint): BgpPolicy {
  const ownRole = ranks(own.pair) ? own.role : undefined;
  const peerRole = ranks(peer.pair) ? peer.role : undefined;
  return {
    localPreference: localPreference(own, ownRole, peerRole),
    med: ownRole && ownRole !== "sole" ? MED[ownRole] : undefined,
    prepend: ownRole === "secondary" ? prepend(own.pair!) : undefined,
  };
}

/** What the app says of one end of a tunnel. */
export function declaredPolicy(
  { localPreference, med, asPathPrepend, communities }: TunnelPreferenceIntent,
  asn: number,
): BgpPolicy {
  return {
    ...(localPreference !== undefined && { localPreference }),
    ...(med !== undefined && { med }),
    ...(asPathPrepend !== undefined && { prepend: repeated(asn, asPathPrepend) }),
    ...(communities && { communities: sorted(communities) }),
  };
}

/** Each once, as FRR shows them. */
function sorted(communities: readonly string[]): string[] {
  const value = (text: string) =>
    text.split(":").reduce((sum, part) => sum * 65536 + Number(part), 0);
  return [...new Set(communities)].sort((a, b) => value(a) - value(b));
}

function prepend({ asn, asPathPrepend }: HaPairIntent): number[] | undefined {
  return asPathPrepend === undefined ? undefined : repeated(asn, asPathPrepend);
}

function repeated(asn: number, times: number): number[] {
  return Array<number>(times).fill(asn);
}

/** Metric of what a gateway announces by OSPF: as for the other AS, the lowest wins. */
export function externalMetric({ role, pair }: Standpoint): number {
  return ranks(pair) && role === "secondary" ? MED.secondary : MED.primary;
}

/** Only an active/standby pair ranks its two gateways. */
function ranks(pair: HaPairIntent | undefined): boolean {
  return pair?.mode === "active-standby";
}

function localPreference(own: Standpoint, ownRole?: Role, peerRole?: Role): number | undefined {
  const out = ownRole === "secondary" ? "secondary" : "primary";
  if (own.pair?.preference === "local-preference") {
    const into = peerRole === "secondary" ? "secondary" : "primary";
    return LOCAL_PREFERENCE[out][into];
  }
  // The other side's MED decides between its gateways, so only our own role counts here.
  return ownRole === undefined ? undefined : LOCAL_PREFERENCE[out].primary;
}
