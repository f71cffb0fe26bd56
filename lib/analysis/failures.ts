import { SitePlan } from "../plan/types";
import { Lost, lostGateway, lostInside, lostLink } from "./lost";

export type FailureKind =
  | "gateway"
  | "uplink"
  | "inside"
  | "tunnel"
  | "pair-link"
  | "transit"
  | "routing-daemons"
  | "ike-daemon";

/** One thing that fails. */
export interface Failure {
  readonly kind: FailureKind;
  /** The gateways that it concerns: one, or the two ends of a link. */
  readonly at: readonly string[];
  /** What cannot be used while it lasts, by routing's own view. */
  readonly lost: Lost;
  /** Whether packets go on along routes that are still in the kernel until others have moved. */
  readonly forwards: boolean;
  /** Whether a network can be built to survive it; the one transit of two sites has no second. */
  readonly ours: boolean;
}

/** Every single failure of two sites and what joins them. */
export function singleFailures(left: SitePlan, right: SitePlan, links: readonly Link[]): Failure[] {
  const gateways = [...left.gateways, ...right.gateways];
  const of = (name: string) => links.filter((link) => link.includes(name));
  return [
    ...gateways.map((name) => failure("gateway", [name], [lostGateway(name)])),
    ...gateways.map((name) => failure("uplink", [name], of(name).map(lostEnds))),
    ...gateways.map((name) => failure("inside", [name], [lostInside(name)])),
    ...links.map((link) => failure("tunnel", link, [lostEnds(link)])),
    ...[left, right].flatMap(({ gateways: pair }) =>
      pair.length === 2 ? [failure("pair-link", pair, [lostLink(pair[0]!, pair[1]!)])] : [],
    ),
    // The kernel keeps routes and SAs of daemons that died.
    ...gateways.map((name) => ({
      ...failure("routing-daemons", [name], [lostGateway(name)]),
      forwards: true,
    })),
    ...gateways.map((name) => failure("ike-daemon", [name], [])),
    { ...failure("transit", [], links.map(lostEnds)), ours: false },
  ];
}

export type Link = readonly [string, string];

function lostEnds([a, b]: Link): string {
  return lostLink(a, b);
}

function failure(kind: FailureKind, at: readonly string[], lost: readonly string[]): Failure {
  return { kind, at, lost: new Set(lost), forwards: false, ours: true };
}
