import { cidr, formatCidr, network } from "../model/ip";
import { Nested, rangeOf } from "../plan/ranges";
import { GatewayPlan } from "../plan/types";

/**
 * Static routes of other gateways that lead through this one into another VPN of it, where its firewall
 * lets nothing pass: routes are there, and packets are not forwarded.
 */
export function deadEnds(gateway: GatewayPlan, named: Named): string[] {
  const { tunnels, staticRoutes, traffic } = gateway;
  // Most have nowhere to lead on to, and peers with thousands of tunnels to look through.
  if (tunnels.length < 2 || staticRoutes.length === 0) return [];
  const [open, apart] = [new Set(traffic.transit), new Set(traffic.transitApart)];
  const passes = (from: string, into: string) =>
    open.has(from) ? open.has(into) || apart.has(into) : apart.has(from) && open.has(into);
  const peerOf = new Map(tunnels.map(({ device, peer }) => [device, peer]));
  const onward = new Onward(gateway);
  const stopped = tunnels.flatMap(({ peer, device }) => {
    const far = named(peer);
    const back = far?.tunnels.find((one) => one.peer === gateway.name)?.device;
    const routes = far?.staticRoutes.filter((route) => route.device === back) ?? [];
    return routes.flatMap(({ prefix }) => {
      const into = onward.from(prefix).find((one) => one.device !== device);
      if (!into || passes(device, into.device)) return [];
      return [{ far: far!.path, prefix, behind: peerOf.get(into.device)! }];
    });
  });
  const [first, ...more] = stopped;
  if (!first) return [];
  const { far, prefix, behind } = first;
  const others = more.length > 0 ? ` (and ${more.length} more such routes)` : "";
  return [
    `${far} routes ${prefix} to this gateway, which has it behind ${behind} and forwards nothing from one VPN into another${others}: set transit of both VPNs, or take the route away`,
  ];
}

/** Our gateways by their names. */
export type Named = (name: string) => GatewayPlan | undefined;

/** The gateway's own static routes, by what they lead to. */
class Onward {
  private readonly byPrefix: ReadonlyMap<string, Route>;
  private readonly nested: Nested<Route & { readonly range: ReturnType<typeof rangeOf> }>;

  constructor({ staticRoutes }: GatewayPlan) {
    this.byPrefix = new Map(staticRoutes.map((route) => [route.prefix, route]));
    this.nested = new Nested(
      staticRoutes.map((route) => ({ ...route, range: rangeOf(route.prefix) })),
    );
  }

  /** The route that holds the prefix, or those within it. */
  from(prefix: string): Route[] {
    const wanted = cidr(prefix);
    for (let length = wanted.length; length >= 0; length--) {
      const holder = this.byPrefix.get(formatCidr(network({ ...wanted, length })));
      if (holder) return [holder];
    }
    return this.nested.covered(rangeOf(prefix));
  }
}

type Route = GatewayPlan["staticRoutes"][number];
