import { AnyGatewayIntent } from "../../model/gateway";
import { familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { AnyVpnIntent, VpnIntent } from "../../model/vpn";
import { duplicates } from "../overlap";
import { networksOf, Topology } from "../topology";

export function tunnelProblems(topology: Topology, registered: ReadonlySet<string>): Problem[] {
  const { vpns, gres, policyVpns } = topology.intent;
  const all = [...vpns, ...policyVpns];
  return [
    ...vpns.flatMap((vpn) =>
      endProblems(vpn, topology, registered, (left, right) => [
        ...interfaceProblems(vpn, left, right),
        ...staticRouteProblems(vpn, left, right),
      ]),
    ),
    ...duplicates(all, (vpn) => [vpn.left, vpn.right].sort().join("\0")).map(([first, second]) =>
      problem(
        second.path,
        "right",
        second.right,
        `one tunnel between two gateways; ${first.path} joins them already`,
        "remove one of the two; a second path needs a second gateway address",
      ),
    ),
    ...duplicates(gres, (gre) => gre.vpn).map(([first, second]) =>
      problem(
        second.path,
        "vpn",
        second.vpn,
        `one GRE tunnel over a VPN; ${first.path} runs over it already`,
        "remove one of the two",
      ),
    ),
    ...[...vpns, ...gres].flatMap(({ path, addressPools, subnets }) => [
      ...onePerFamily(path, "addressPools", addressPools),
      ...onePerFamily(path, "subnets", subnets ?? []),
    ]),
  ];
}

function onePerFamily(path: string, property: string, prefixes: readonly string[]): Problem[] {
  return duplicates(prefixes, (prefix) => String(familyOf(prefix))).map(([, second]) =>
    problem(
      path,
      property,
      second,
      "at most one prefix of each address family",
      "drop one of the two",
    ),
  );
}

/** What every VPN wants of its ends; the rest is asked only of ends that are there. */
export function endProblems(
  vpn: AnyVpnIntent,
  topology: Topology,
  registered: ReadonlySet<string>,
  ofKind: (left: AnyGatewayIntent, right: AnyGatewayIntent) => Problem[],
): Problem[] {
  const unknown = (["left", "right"] as const).filter((side) => !registered.has(vpn[side]));
  if (unknown.length > 0) {
    return unknown.map((side) =>
      problem(
        vpn.path,
        side,
        vpn[side],
        "a gateway of this app",
        "pass a Gateway or ForeignGateway",
      ),
    );
  }
  if (vpn.left === vpn.right) {
    const remedy = "join two different gateways";
    return [problem(vpn.path, "right", vpn.right, "a gateway other than `left`", remedy)];
  }
  const left = topology.gateway(vpn.left);
  const right = topology.gateway(vpn.right);
  if (!left || !right) return [];
  return [...endpointProblems(vpn, left, right), ...ofKind(left, right)];
}

function endpointProblems(
  vpn: AnyVpnIntent,
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
): Problem[] {
  if (left.foreign && right.foreign) {
    const expected = "at least one Gateway that this app configures";
    return [problem(vpn.path, "right", right.path, expected, "make one end a Gateway")];
  }
  if (left.address === undefined && right.address === undefined) {
    const expected = `an address of ${left.path} or ${right.path}, or neither finds the other`;
    const remedy = "give one of the two an address at which the other reaches it";
    return [problem(vpn.path, "right.address", undefined, expected, remedy)];
  }
  if (left.addressFamily !== right.addressFamily) {
    return [
      problem(
        vpn.path,
        "right.address",
        right.address,
        `an IPv${left.addressFamily} address, as ${left.path} has`,
        "join gateways whose public addresses are of one family",
      ),
    ];
  }
  return [];
}

function interfaceProblems(
  vpn: VpnIntent,
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
): Problem[] {
  if (left.addressFamily !== right.addressFamily) return [];
  const unknown = [left, right].find(({ address }) => address === undefined);
  if (unknown && vpn.interfaceType !== "xfrm") {
    return [
      problem(
        vpn.path,
        "interfaceType",
        vpn.interfaceType,
        `endpoints whose addresses are known; ${unknown.path} has none`,
        "use TunnelInterface.XFRM, which has no endpoints of its own",
      ),
    ];
  }
  const wanted = vpn.interfaceType === "vti" ? 4 : vpn.interfaceType === "vti6" ? 6 : undefined;
  if (wanted === undefined || wanted === left.addressFamily) return [];
  return [
    problem(
      vpn.path,
      "interfaceType",
      vpn.interfaceType,
      `${vpn.interfaceType === "vti" ? "IPv4" : "IPv6"} endpoints; ${vpn.left} and ${vpn.right} have IPv${left.addressFamily}`,
      `use ${wanted === 4 ? "TunnelInterface.VTI6" : "TunnelInterface.VTI"}, or TunnelInterface.XFRM, which takes both`,
    ),
  ];
}

function staticRouteProblems(
  vpn: VpnIntent,
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
): Problem[] {
  if (vpn.routes !== "static") return [];
  const sides = [
    { name: "left", gateway: left, routes: vpn.routesToLeft, user: right },
    { name: "right", gateway: right, routes: vpn.routesToRight, user: left },
  ];
  return sides.flatMap(({ name, gateway, routes, user }) => {
    if (user.foreign || (routes ?? networksOf(gateway)).length > 0) return [];
    return [
      problem(
        vpn.path,
        `${name}.networks`,
        [],
        "prefixes to route into the tunnel",
        `declare networks of ${gateway.path}, or use RouteExchange.none()`,
      ),
    ];
  });
}
