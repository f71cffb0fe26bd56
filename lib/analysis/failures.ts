import { SitePlan } from "../plan/types";
import { Lost, lostGateway, lostInside, lostLink, lostWay } from "./lost";

export type FailureKind =
  | "gateway"
  | "uplink"
  | "inside"
  | "tunnel"
  | "pair-link"
  | "transit"
  | "routing-daemons"
  | "ike-daemon";

/** Of what is lost in one direction: what the first gateway concerned sends, or what it is sent. */
export type Direction = "out" | "in";

/** One thing that fails. */
export interface Failure {
  readonly kind: FailureKind;
  /** The gateways that it concerns: one, or the two ends of a link; none for the transit. */
  readonly at: readonly string[];
  /** Set where the other direction goes on; of the transit as seen from the left site. */
  readonly direction?: Direction;
  /** What no packet passes while it lasts; routing loses a link with either direction of it. */
  readonly lost: Lost;
  /** Whether packets go on along routes that are still in the kernel until others have moved. */
  readonly forwards: boolean;
  /** Whether it mends itself, perhaps before it is detected: packets keep their way, or come back to it. */
  readonly mends: boolean;
  /** Whether a network can be built to survive it; the one transit of two sites has no second. */
  readonly ours: boolean;
}

/** Every single failure of two sites and what joins them. */
export function singleFailures(left: SitePlan, right: SitePlan, links: readonly Link[]): Failure[] {
  const gateways = [...left.gateways, ...right.gateways];
  return [
    ...gateways.map((name) => failure("gateway", [name], [lostGateway(name)])),
    ...gateways.flatMap((name) => eachWay("uplink", [name], linksFrom(name, links))),
    ...gateways.map((name) => failure("inside", [name], [lostInside(name)])),
    ...links.flatMap((link) => eachWay("tunnel", link, [link])),
    ...[left, right].flatMap(({ gateways: pair }) =>
      pair.length === 2 ? [failure("pair-link", pair, lostLink(pair[0]!, pair[1]!))] : [],
    ),
    // The kernel keeps routes of daemons that died.
    ...gateways.map((name) => ({
      ...failure("routing-daemons", [name], [lostGateway(name)]),
      forwards: true,
    })),
    // It keeps SAs as well. But the daemon that is started anew has a peer drop the old ones (INITIAL_CONTACT,
    // RFC 7296, 2.4) before there are others.
    ...gateways.map((name) => ({
      ...failure("ike-daemon", [name], bothWays(linksFrom(name, links))),
      mends: true,
    })),
    ...eachWay("transit", [], links).map((transit) => ({ ...transit, ours: false })),
  ];
}

export type Link = readonly [string, string];

/** The links of a gateway, seen from it. */
function linksFrom(name: string, links: readonly Link[]): Link[] {
  return links
    .filter((link) => link.includes(name))
    .map(([a, b]) => (a === name ? [a, b] : [b, a]));
}

/** Links that are lost, in both directions and in each of them alone. */
function eachWay(kind: FailureKind, at: readonly string[], links: readonly Link[]): Failure[] {
  return [
    failure(kind, at, bothWays(links)),
    { ...failure(kind, at, outOf(links)), direction: "out" },
    { ...failure(kind, at, into(links)), direction: "in" },
  ];
}

function bothWays(links: readonly Link[]): string[] {
  return [...outOf(links), ...into(links)];
}

function outOf(links: readonly Link[]): string[] {
  return links.map(([from, to]) => lostWay(from, to));
}

function into(links: readonly Link[]): string[] {
  return links.map(([from, to]) => lostWay(to, from));
}

function failure(kind: FailureKind, at: readonly string[], lost: readonly string[]): Failure {
  return { kind, at, lost: new Set(lost), forwards: false, mends: false, ours: true };
}
