import { GatewayPlan, NetworkPlan, SitePlan } from "../plan/types";
import { singleFailures } from "./failures";
import { Impact, impactOf } from "./impact";
import { Joined, joinedSites } from "./joined";
import { FailurePairs, failurePairs } from "./pairs";
import { settling } from "./routes";

/** Two joined sites and what each single failure does to them, with those that are built alike. */
export interface Analysis {
  readonly left: SitePlan;
  readonly right: SitePlan;
  readonly impacts: readonly Impact[];
  /** Set where both sites ask for it. */
  readonly pairs?: FailurePairs;
  /** Of the same shape, sessions, policies and timers: the same failures have the same effect. */
  readonly alike: readonly { readonly left: SitePlan; readonly right: SitePlan }[];
}

/** Walks every single failure between every two sites that are joined. */
export function analyse(plan: NetworkPlan): Analysis[] {
  const groups = new Map<string, [Joined, ...Joined[]]>();
  for (const joined of joinedSites(plan)) {
    const shape = shapeOf(joined);
    const group = groups.get(shape);
    if (group) group.push(joined);
    else groups.set(shape, [joined]);
  }
  return [...groups.values()].map(([first, ...alike]) => ({
    left: first.left,
    right: first.right,
    ...walk(first),
    alike: alike.map(({ left, right }) => ({ left, right })),
  }));
}

function walk(joined: Joined): Pick<Analysis, "impacts" | "pairs"> {
  const { left, right, links, gateways } = joined;
  const settled = settling(gateways);
  const impacts = singleFailures(left, right, links).map((one) => impactOf(one, joined, settled));
  const asked = left.failurePairs && right.failurePairs;
  return { impacts, ...(asked && { pairs: failurePairs(impacts, joined, settled) }) };
}

/** All that an impact depends on, without the names, addresses and numbers that differ anyway. */
function shapeOf({ left, right, gateways, links }: Joined): string {
  const numbers = new Map(gateways.map(({ name }, index) => [name, index]));
  const families = ({ networks }: SitePlan) =>
    [true, false].map((six) => networks.some((one) => one.includes(":") === six));
  return JSON.stringify([
    links.map((link) => link.map((name) => numbers.get(name))),
    [left, right].map((site) => [
      ...[site.gateways.length, families(site), site.convergenceBudgetMs, site.failurePairs],
    ]),
    gateways.map((gateway) => shapeOfGateway(gateway, numbers)),
  ]);
}

function shapeOfGateway(gateway: GatewayPlan, numbers: ReadonlyMap<string, number>) {
  const { tunnels, bgp, ospf, vrrp, bfdProfiles, pairLink, insideRoutersBfd } = gateway;
  const peers = new Map(tunnels.map(({ device, peer }) => [device, numbers.get(peer)]));
  const profile = (name: string | undefined) => bfdProfiles.find((it) => it.name === name);
  const { maximumPaths, gracefulShutdown, sessions, listen } = bgp!;
  return {
    maximumPaths,
    gracefulShutdown,
    shared: pairLink?.shared,
    insideRoutersBfd,
    sessions: sessions.map(
      ({ kind, device, family, timers, bfdProfile, transit, policy, accept, carries }) => [
        ...[kind, kind === "tunnel" ? peers.get(device) : undefined, family, timers],
        ...[profile(bfdProfile), transit, policy.localPreference, policy.med],
        ...[policy.prepend?.length, accept !== undefined, carries],
      ],
    ),
    listen: listen && [listen.timers, profile(listen.bfdProfile)],
    ospf: ospf && [
      ...[ospf.helloIntervalSeconds, ospf.deadIntervalSeconds],
      ...[profile(ospf.bfdProfile), ospf.externalMetric],
    ],
    vrrp: vrrp && [vrrp.priority, vrrp.advertisementIntervalMs],
  };
}
