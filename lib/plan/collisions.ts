import { cidr, formatCidr, hostPrefix, network } from "../model/ip";
import { Problem, problem } from "../model/problem";
import { uplinkDevices } from "./ends";
import { duplicates, overlapping } from "./overlap";
import { segmentPrefixes } from "./topology";
import { GatewayPlan, NetworkPlan, RemoteSitePlan, TunnelEnd } from "./types";

interface Claim {
  readonly path: string;
  readonly property: string;
  readonly value: string;
}

/**
 * Allocation is by hash, so that no path moves another's values. Two that meet on one gateway are
 * found here, and a pin settles it for good.
 */
export function planCollisions(plan: NetworkPlan): Problem[] {
  const routerIds = plan.gateways.flatMap(({ path, bgp }): Claim[] =>
    bgp ? [{ path, property: "routerId", value: bgp.routerId }] : [],
  );
  const byValue = ({ value }: Claim) => value;
  const staticRoutes = [
    ...plan.gateways.flatMap(doubleRoutes),
    ...plan.gateways.flatMap(doubleInsideRoutes),
  ];
  const clashes = [
    ...duplicates(routerIds, byValue),
    ...plan.gateways.flatMap((gateway) => [
      ...duplicates(deviceClaims(gateway), byValue),
      ...duplicates(gateway.tunnels.flatMap(idClaims), byValue),
      ...subnetClashes(gateway),
    ]),
  ].map(([first, second]) =>
    problem(
      second.path,
      second.property,
      second.value,
      `a value apart from that of ${first.path} (${first.property})`,
      `pin ${second.property} of one of the two to a free value`,
    ),
  );
  return [
    ...staticRoutes,
    ...plan.gateways.flatMap(swallowed),
    ...plan.gateways.flatMap(tableClashes),
    ...clashes,
  ];
}

/** A policy takes a packet whatever interface it is routed to. */
function swallowed({ path, policyVpns = [], protectedNetworks }: GatewayPlan): Problem[] {
  const claims = [
    ...policyVpns.flatMap(({ path: owner, remoteSelectors }) =>
      remoteSelectors.map((prefix) => ({ prefix, owner })),
    ),
    ...protectedNetworks.map((prefix) => ({ prefix, owner: `the tunnels of ${path}` })),
  ];
  return overlapping(claims).map(([outer, inner]) =>
    problem(
      path,
      "selectors",
      inner.prefix,
      `prefixes of one VPN each; ${outer.owner} has ${outer.prefix}, ${inner.owner} has ${inner.prefix}`,
      "narrow leftSelectors or rightSelectors of the policy-based VPN: its policies would take the other's packets",
    ),
  );
}

/** The kernel takes a prefix once; the second tunnel would stay without it. */
function doubleRoutes({ path, staticRoutes }: GatewayPlan): Problem[] {
  return duplicates(staticRoutes, ({ prefix }) => prefix).map(([first, second]) =>
    problem(
      path,
      "routes",
      second.prefix,
      `each prefix routed into one tunnel; ${first.device} and ${second.device} both have it`,
      "name the prefixes with RouteExchange.staticRoutes(), or let a BgpMesh choose the tunnel",
    ),
  );
}

/** The same for what the gateway's own segments have. */
function doubleInsideRoutes({ path, inside, staticRoutes }: GatewayPlan): Problem[] {
  const connected = inside.flatMap((segment) =>
    segmentPrefixes(segment).map((prefix) => ({ prefix, device: segment.device })),
  );
  const routed = inside.flatMap(({ device, routes = [] }) =>
    routes.map(({ prefix }) => ({ prefix, device })),
  );
  const routes = routed.length === 0 ? [] : [...connected, ...staticRoutes, ...routed];
  return duplicates(routes, ({ prefix }) => formatCidr(cidr(prefix))).map(([first, second]) =>
    problem(
      path,
      "inside.routes",
      second.prefix,
      `a prefix that goes one way only; it is on ${first.device} already`,
      "drop one of the two, or split the prefix",
    ),
  );
}

function deviceClaims(gateway: GatewayPlan): Claim[] {
  const { path, vrf, inside, pairLink, uplinks, tunnels, policyVpns = [] } = gateway;
  const own = (property: string, value: string): Claim => ({ path, property, value });
  return [
    ...(vrf ? [own("isolation", vrf.device)] : []),
    ...uplinkDevices(uplinks).map((device) => own("underlayDevice", device)),
    ...inside.map(({ device }) => own("inside.device", device)),
    ...(pairLink && !pairLink.shared ? [own("pairLink", pairLink.device)] : []),
    ...tunnels.flatMap(({ path: vpn, side, ipsec, gre }) => [
      { path: vpn, property: `${side}Device`, value: ipsec.device },
      ...(gre ? [{ path: gre.path, property: `${side}Device`, value: gre.device }] : []),
    ]),
    ...policyVpns.map(({ path: vpn, side, device }) => {
      return { path: vpn, property: `${side}Device`, value: device };
    }),
    ...remoteSites(gateway).map(({ path: site, device }) => {
      return { path: site, property: "sitePins", value: device };
    }),
  ];
}

function remoteSites({ pic }: GatewayPlan): readonly RemoteSitePlan[] {
  return pic?.remoteSites ?? [];
}

/** A table has no pin: a site whose table is taken gets another name. */
function tableClashes(gateway: GatewayPlan): Problem[] {
  return duplicates(remoteSites(gateway), ({ table }) => String(table)).map(([first, second]) =>
    problem(
      second.path,
      "prefixIndependentConvergence",
      second.table,
      `a routing table apart from that of ${first.path} on ${gateway.path}`,
      "give one of the two sites another construct id",
    ),
  );
}

/** The key of a GRE is between its own two ends. */
function idClaims({ path, ipsec }: TunnelEnd): Claim[] {
  return ipsec.kind === "gre" ? [] : [{ path, property: "ifId", value: String(ipsec.id) }];
}

function subnetClashes(gateway: GatewayPlan): [Claim, Claim][] {
  const { tunnels, pairLink, path } = gateway;
  const claim = (owner: string, address: string, property = "subnets") => {
    const prefix = formatCidr(network(cidr(address)));
    return { path: owner, property, value: prefix, prefix, owner: `${owner} ${property}` };
  };
  return overlapping([
    ...(pairLink?.addresses ?? []).map((address) => claim(path, address)),
    ...tunnels.flatMap(({ path: vpn, ipsec, gre, forNetworks }) => [
      ...ipsec.addresses.map((address) => claim(vpn, address)),
      ...(gre ? gre.addresses.map((address) => claim(gre.path, address)) : []),
      ...(forNetworks?.addresses ?? []).map((address) => claim(vpn, address, "networkSubnets")),
    ]),
    ...remoteSites(gateway).flatMap(({ path: site, siteLoopbacks, nextHops }) =>
      [...siteLoopbacks, ...nextHops].map((one) => claim(site, hostPrefix(one), "sitePins")),
    ),
    ...(gateway.pic?.siteLoopbacks ?? []).map((one) => claim(path, hostPrefix(one), "sitePins")),
  ]);
}
