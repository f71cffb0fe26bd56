import { cidr, formatCidr, isDefault, overlaps } from "../model/ip";
import { Problem, problem } from "../model/problem";
import { Topology } from "./topology";
import { GatewayPlan, NetworkPlan } from "./types";

/**
 * Declared networks that a gateway has no route to. BGP announces a network while a route to this very
 * prefix is there, so one without would never be announced. A discard route in its place would keep
 * it announced when the inside is lost, and take the traffic away from the partner: none is made.
 */
export function heldNetworkProblems(plan: NetworkPlan, topology: Topology): Problem[] {
  const found = plan.gateways.flatMap((gateway) => {
    const site = topology.site(gateway.path)!;
    const holds = holder(gateway);
    const networks = site.networks.filter((prefix) => !holds(prefix));
    return networks.map((prefix) => ({ key: `${site.path} ${prefix}`, site, prefix, gateway }));
  });
  // The same for both gateways of a pair.
  const first = new Map([...found].reverse().map((one) => [one.key, one]));
  return [...first.values()].map(({ site, prefix, gateway }) =>
    problem(
      site.path,
      "networks",
      prefix,
      `networks that every gateway of the site has a route to; ${gateway.path} has ${routesOf(gateway)}`,
      `declare the networks that are there${within(prefix, gateway)}, or add the prefix to \`routes\` of an inside segment, by way of an inner router; or let named inner routers announce it (insideRouting)`,
    ),
  );
}

/** Whether a gateway has a route to a network: asked for each of thousands. */
function holder(gateway: GatewayPlan): (prefix: string) => boolean {
  const { bgp, ospf } = gateway;
  const learns = bgp?.listen || bgp?.sessions.some(({ kind }) => kind === "inside") || ospf;
  if (learns) return () => true;
  const routes = ownRoutes(gateway).map(cidr);
  const exact = new Set(routes.map(formatCidr));
  return (prefix) => {
    const wanted = cidr(prefix);
    if (exact.has(formatCidr(wanted))) return true;
    // Without BGP nothing has to be announced: the far end routes all of it here.
    return !bgp && (isDefault(prefix) || routes.some((route) => overlaps(route, wanted)));
  };
}

function ownRoutes({ ownPrefixes, inside, staticRoutes, breakout }: GatewayPlan): string[] {
  const routed = inside.flatMap(({ routes = [] }) => routes.map(({ prefix }) => prefix));
  const others = [...staticRoutes.map(({ prefix }) => prefix), ...(breakout?.prefixes ?? [])];
  return [...ownPrefixes, ...routed, ...others];
}

function routesOf(gateway: GatewayPlan): string {
  return [...new Set(ownRoutes(gateway))].join(", ");
}

/** ` (10.1.0.0/24)` */
function within(prefix: string, gateway: GatewayPlan): string {
  const there = gateway.ownPrefixes.filter((own) => overlaps(cidr(own), cidr(prefix)));
  return there.length > 0 ? ` (${there.join(", ")})` : "";
}
