import { FAMILIES, familyOf } from "../model/ip";
import { Bulk, bulkAt } from "./bulk";
import { Failure } from "./failures";
import { Interval, NO_TIME, plus, times, worse } from "./interval";
import { Joined } from "./joined";
import { Lost, lostGateway, lostInside, lostWay, NOTHING } from "./lost";
import { Noticed, noticed } from "./noticed";
import { insideOf, Settled, Settling } from "./routes";
import { WalkedSite } from "./walked";

/** One direction of traffic between two sites, before and after a failure. */
export interface Flow {
  readonly from: string;
  readonly prefix: string;
  readonly before: readonly string[][];
  readonly after: readonly string[][];
  /** Who notices first, by what; nothing where the failure is not on the way. */
  readonly noticed?: Noticed;
  /** Speakers that change their routes, one after the other, until packets flow again. */
  readonly repairs: number;
  /** What they take for many prefixes, in the order of the speakers. */
  readonly bulk: readonly Bulk[];
  readonly outage: Interval;
}

/** What a failure does to two sites. */
export interface Impact {
  readonly failure: Failure;
  readonly survives: boolean;
  readonly flows: readonly Flow[];
  /** Of the flow that suffers most. */
  readonly outage: Interval;
}

/**
 * From the news to the kernel's new route, in each speaker: bgpd waits 50 ms for more to come, picks
 * the best path and hands it over; the lower bound is a route that was known before.
 */
export const REPAIR: Interval = { min: 20, max: 150 };

/** @param settled where packets go in the same sites when something is lost */
export function impactOf(failure: Failure, joined: Joined, settled: Settling): Impact {
  const healthy = settled(NOTHING);
  const broken = settled(failure.lost);
  const flows = flowsOf(joined).map(({ from, prefix, to }) =>
    follow({ failure, joined, healthy, broken, to }, from, prefix),
  );
  return {
    failure,
    survives: flows.every(({ before, after }) => before.length === 0 || after.length > 0),
    flows,
    outage: flows.map(({ outage }) => outage).reduce(worse, NO_TIME),
  };
}

/** Both directions of traffic between two sites. */
export function flowsOf({ left, right }: Joined) {
  return [...flowsBetween(left, right), ...flowsBetween(right, left)];
}

/** One prefix for each family stands for all: they come by the same sessions. */
function flowsBetween(from: WalkedSite, to: WalkedSite) {
  return FAMILIES.flatMap((family) => {
    const ofFamily = (one: string) => familyOf(one) === family;
    // A site without the family has nothing to send by it.
    const prefix = from.networks.some(ofFamily) ? to.networks.find(ofFamily) : undefined;
    return prefix === undefined ? [] : [{ from: insideOf(from.asn!), prefix, to }];
  });
}

interface Situation {
  readonly failure: Failure;
  readonly joined: Joined;
  readonly healthy: Settled;
  readonly broken: Settled;
  /** The site that packets are for. */
  readonly to: WalkedSite;
}

function follow(situation: Situation, from: string, prefix: string): Flow {
  const { failure, healthy, broken } = situation;
  const flow = { from, prefix, before: healthy.paths(from, prefix) };
  const after = broken.paths(from, prefix);
  const hits = flow.before.flatMap((path) => hitOn(path, prefix, situation) ?? []);
  if (hits.length === 0 || failure.forwards) {
    return { ...flow, after, ...NO_REPAIR };
  }
  const [worst] = hits.sort((a, b) => b.outage.max - a.outage.max);
  return failure.mends ? mended(flow, after, worst!) : { ...flow, after, ...worst! };
}

/** At the latest others have moved; where there is no other way, nothing can be said of how long it takes. */
function mended(
  flow: Pick<Flow, "from" | "prefix" | "before">,
  other: readonly string[][],
  hit: Hit,
): Flow {
  const after = flow.before;
  if (other.length === 0) return { ...flow, after, ...NO_REPAIR };
  return { ...flow, after, ...hit, outage: { min: 0, max: hit.outage.max } };
}

type Hit = Required<Pick<Flow, "noticed" | "repairs" | "bulk" | "outage">>;

const NO_REPAIR = { repairs: 0, bulk: [], outage: NO_TIME };

/** Where a path breaks, who sees it, and how far back a speaker knows another way. */
function hitOn(path: readonly string[], prefix: string, situation: Situation): Hit | undefined {
  const { joined, failure, broken, to } = situation;
  const at = path.findIndex((node, index) => breaks(node, path[index + 1], failure));
  if (at < 0) return undefined;
  let back = at;
  while (back > 0 && broken.paths(path[back]!, prefix).length === 0) back--;
  const repairs = at - back + 1;
  const first = noticed(path[at]!, path[at + 1], joined.gateways, failure.lost);
  const bulk = path.slice(back, at + 1).flatMap((node) => bulkAt(node, to, joined.gateways) ?? []);
  const last = { min: 0, max: bulk.reduce((sum, { ms }) => sum + ms, 0) };
  const outage = plus(plus(first.detection.time, times(repairs, REPAIR)), last);
  return { noticed: first, repairs, bulk, outage };
}

/** Whether packets get no further than `node`; the last one hands them to the inside. */
function breaks(node: string, next: string | undefined, { lost }: Failure): boolean {
  if (next === undefined) return lost.has(lostInside(node));
  return (
    lost.has(lostGateway(next)) || lost.has(lostWay(node, next)) || lostEntrance(node, next, lost)
  );
}

/** From the inside into a gateway. */
function lostEntrance(node: string, next: string, lost: Lost): boolean {
  return node.startsWith("inside of ") && lost.has(lostInside(next));
}
