import { AnyGatewayIntent } from "../../model/gateway";
import { familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { PolicyVpnIntent } from "../../model/vpn";
import { isIsolated } from "../isolation";
import { overlapping } from "../overlap";
import { hasFamily, selectorsOf } from "../policies";
import { segmentPrefixes, Topology } from "../topology";
import { endProblems } from "./tunnels";

/** Policy-based VPNs: selectors that make sense, and nothing that would need an interface. */
export function policyProblems(topology: Topology, registered: ReadonlySet<string>): Problem[] {
  const { policyVpns, gres } = topology.intent;
  const paths = new Set(policyVpns.map(({ path }) => path));
  return [
    ...policyVpns.flatMap((vpn) =>
      endProblems(vpn, topology, registered, (left, right) => [
        ...(["left", "right"] as const).flatMap((side) => sideProblems(vpn, topology, side)),
        ...ownTraffic(vpn, topology, left, right),
        ...[left, right].flatMap((gateway) => pairProblems(vpn, topology, gateway)),
        ...[left, right].flatMap((gateway) => isolatedProblems(vpn, gateway)),
      ]),
    ),
    ...gres
      .filter(({ vpn }) => paths.has(vpn))
      .map(({ path, vpn }) =>
        problem(
          path,
          "vpn",
          vpn,
          "a RouteBasedVpn: a policy-based one has no interface, and so no addresses that GRE could run between",
          "make it a RouteBasedVpn, or one with TunnelInterface.GRE",
        ),
      ),
  ];
}

/** A policy takes packets on their way to the outside, which those of an isolated inside never are. */
function isolatedProblems(vpn: PolicyVpnIntent, gateway: AnyGatewayIntent): Problem[] {
  if (gateway.foreign || !isIsolated(gateway)) return [];
  return [
    problem(
      vpn.path,
      gateway.path === vpn.left ? "left" : "right",
      gateway.path,
      `a gateway without isolation; ${gateway.path} keeps its inside apart, where policies do not reach`,
      "make it a RouteBasedVpn, or drop the isolation",
    ),
  ];
}

function sideProblems(vpn: PolicyVpnIntent, topology: Topology, side: "left" | "right"): Problem[] {
  const selectors = selectorsOf(vpn, topology);
  const far = side === "left" ? "right" : "left";
  const property = `${side}Selectors`;
  if (selectors[side].length === 0) {
    return [
      problem(
        vpn.path,
        property,
        [],
        "prefixes to protect",
        `declare networks of ${vpn[side]}, or name the prefixes with ${property}`,
      ),
    ];
  }
  const lonely = selectors[side].filter(
    (prefix) => selectors[far].length > 0 && !hasFamily(selectors[far], familyOf(prefix)),
  );
  const doubled = overlapping(selectors[side].map((prefix, n) => ({ prefix, owner: String(n) })));
  return [
    ...lonely.map((prefix) =>
      problem(
        vpn.path,
        property,
        prefix,
        `prefixes of a family that ${vpn[far]} has too: a policy is between two of one family`,
        `add one to ${far}Selectors, or leave it out`,
      ),
    ),
    ...doubled.map(([outer, inner]) =>
      problem(
        vpn.path,
        property,
        inner.prefix,
        `prefixes that do not overlap; ${outer.prefix} covers it`,
        "keep the wider one",
      ),
    ),
  ];
}

/** A policy takes every packet that matches, those of the tunnel itself and of the site among them. */
function ownTraffic(
  vpn: PolicyVpnIntent,
  topology: Topology,
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
): Problem[] {
  const selectors = selectorsOf(vpn, topology);
  const sides = [
    { user: left, property: "rightSelectors", remote: selectors.right },
    { user: right, property: "leftSelectors", remote: selectors.left },
  ];
  return sides.flatMap(({ user, property, remote }) => {
    if (user.foreign) return [];
    const inside = user.inside.flatMap(segmentPrefixes);
    const meetings = overlapping([
      ...inside.map((prefix) => ({ prefix, owner: "inside" })),
      ...remote.map((prefix) => ({ prefix, owner: "remote" })),
    ]).map(([a, b]) => (a.owner === "remote" ? a.prefix : b.prefix));
    return [...new Set(meetings)].map((prefix) =>
      problem(
        vpn.path,
        property,
        prefix,
        `prefixes apart from the inside segments of ${user.path} (${inside.join(", ")}), whose own packets the policy would take`,
        "name what is behind the other end alone",
      ),
    );
  });
}

function pairProblems(
  vpn: PolicyVpnIntent,
  topology: Topology,
  gateway: AnyGatewayIntent,
): Problem[] {
  const pair = topology.site(gateway.path)?.pair;
  if (!pair) return [];
  return [
    problem(
      vpn.path,
      gateway.path === vpn.left ? "left" : "right",
      gateway.path,
      `a gateway of no HaPair, but it is in ${pair.path}: policies are no routes, so the partner can neither reach them nor take over`,
      "use a RouteBasedVpn for each gateway of the pair, or a gateway of its own",
    ),
  ];
}
