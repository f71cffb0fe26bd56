import { singleFailures } from "./failures";
import { Impact, impactOf } from "./impact";
import { Joined, joinedSites, Walkable } from "./joined";
import { DoubleFailures, doubleFailures } from "./pairs";
import { settling } from "./routes";
import { shapeOf } from "./shape";
import { WalkedSite } from "./walked";

/** Two joined sites and what each single failure does to them, with those that are built alike. */
export interface Analysis {
  readonly left: WalkedSite;
  readonly right: WalkedSite;
  readonly impacts: readonly Impact[];
  /** Set where both sites ask for it. */
  readonly pairs?: DoubleFailures;
  /** Of the same shape, sessions, policies and timers: the same failures have the same effect. */
  readonly alike: readonly Joined[];
}

/** Walks every single failure between every two sites that are joined. */
export function analyse(plan: Walkable): Analysis[] {
  return analyseJoined(joinedSites(plan));
}

/** Of those that are alike, the first is walked. */
export function analyseJoined(all: readonly Joined[]): Analysis[] {
  const groups = new Map<string, [Joined, ...Joined[]]>();
  for (const joined of all) {
    const shape = shapeOf(joined);
    const group = groups.get(shape);
    if (group) group.push(joined);
    else groups.set(shape, [joined]);
  }
  return [...groups.values()].map(([first, ...alike]) => walk(first, alike));
}

export function walk(joined: Joined, alike: readonly Joined[] = []): Analysis {
  const { left, right, links, gateways } = joined;
  const settled = settling(gateways);
  const impacts = singleFailures(left, right, links).map((one) => impactOf(one, joined, settled));
  const asked = left.doubleFailures && right.doubleFailures;
  return {
    ...{ left, right, impacts, alike },
    ...(asked && { pairs: doubleFailures(impacts, joined, settled) }),
  };
}
