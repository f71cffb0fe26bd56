import { AnyGatewayIntent, GatewayIntent } from "../../model/gateway";
import { hostPrefix, isDefault, parseIp } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { MeshIntent } from "../../model/routing";
import { AnyVpnIntent, PolicyVpnIntent, VpnIntent } from "../../model/vpn";
import { isIsolated } from "../isolation";
import { overlapping } from "../overlap";
import { selectorsOf } from "../policies";
import { networksOf, Topology } from "../topology";
import { ISOLATE } from "./isolation";

/** What carries tunnels must leave by the underlay: no other route of the gateway may take it away. */
export function divertedProblems(topology: Topology): Problem[] {
  const { vpns, policyVpns, meshes, gateways } = topology.intent;
  return [
    ...vpns.flatMap((vpn) => intoTunnel(vpn, topology)),
    ...policyVpns.flatMap((vpn) => byPolicy(vpn, topology)),
    ...meshes.flatMap((mesh) => byBgp(mesh, topology)),
    ...gateways.flatMap((gateway) => toInside(gateway, topology)),
  ];
}

/** The far ends of a VPN, each as the end that is ours sees it. */
function views({ left, right }: AnyVpnIntent, topology: Topology) {
  const sides = [
    { side: "left", far: topology.gateway(left), user: topology.gateway(right) },
    { side: "right", far: topology.gateway(right), user: topology.gateway(left) },
  ] as const;
  return sides.flatMap(({ side, far, user }) =>
    far && user && far !== user && !user.foreign ? [{ side, far, user }] : [],
  );
}

function intoTunnel(vpn: VpnIntent, topology: Topology): Problem[] {
  if (vpn.routes !== "static") return [];
  return views(vpn, topology).flatMap(({ side, far, user }) => {
    if (isIsolated(user)) return [];
    const routes = side === "left" ? vpn.routesToLeft : vpn.routesToRight;
    return (routes ?? networksOf(far)).flatMap((prefix) => {
      const peer = among(topology.endpoints(user.path).within(prefix), far);
      if (!peer) return [];
      return [entered(vpn.path, `${side}.networks`, prefix, peer, peer === far)];
    });
  });
}

function byPolicy(vpn: PolicyVpnIntent, topology: Topology): Problem[] {
  return views(vpn, topology).flatMap(({ side, far, user }) =>
    selectorsOf(vpn, topology)[side].flatMap((prefix) => {
      const peer = among(topology.endpoints(user.path).within(prefix), far);
      if (!peer) return [];
      return [
        problem(
          vpn.path,
          `${side}Selectors`,
          prefix,
          `prefixes without ${addressOf(peer)}, or IKE and ESP to it would be routed to nowhere`,
          "split the prefix around the address, or use a RouteBasedVpn",
        ),
      ];
    }),
  );
}

/**
 * Every member may learn what another announces, from it or by way of a hub. A default route is announced
 * of by itself (isolation.ts).
 */
function byBgp(mesh: MeshIntent, topology: Topology): Problem[] {
  const sites = mesh.members.flatMap((path) => topology.member(path) ?? []);
  const networks = sites.flatMap((site) =>
    site.networks
      .filter((prefix) => !isDefault(prefix))
      .map((prefix) => ({ prefix, owner: site.path, peer: undefined, site })),
  );
  const ends = sites.flatMap((site) =>
    site.gateways
      .filter(({ address }) => parseIp(address ?? ""))
      .map((peer) => {
        return { prefix: hostPrefix(peer.address!), owner: `${peer.path}\0`, peer, site };
      }),
  );
  return overlapping([...networks, ...ends]).flatMap(
    ([{ prefix, site, peer: around }, { peer }]) => {
      if (!peer || around) return [];
      const users = topology
        .vpns(peer.path)
        .filter((vpn) => vpn.mesh === mesh.path)
        .flatMap((vpn) => views(vpn, topology))
        .filter(({ far, user }) => far === peer && !isIsolated(user))
        .filter(({ user }) => topology.site(user.path) !== site);
      if (users.length === 0) return [];
      return [entered(site.path, "networks", prefix, peer, site.gateways.includes(peer))];
    },
  );
}

function entered(
  path: string,
  property: string,
  prefix: string,
  peer: AnyGatewayIntent,
  own: boolean,
): Problem {
  const where = own ? "their own tunnel" : "another tunnel";
  return problem(
    path,
    property,
    prefix,
    `prefixes without ${addressOf(peer)}, or IKE and ESP to it would enter ${where}`,
    `split the prefix around the address, leave it out, or ${ISOLATE}`,
  );
}

/** An inner router must not get what the outside needs. */
function toInside(gateway: GatewayIntent, topology: Topology): Problem[] {
  if (isIsolated(gateway)) return [];
  return gateway.inside
    .flatMap(({ routes }) => routes ?? [])
    .filter(
      ({ prefix }) =>
        isDefault(prefix) || topology.endpoints(gateway.path).within(prefix).length > 0,
    )
    .map(({ prefix }) =>
      problem(
        gateway.path,
        "inside.routes",
        prefix,
        "prefixes without the addresses of the tunnels' peers, or IKE and ESP would go to the inner router",
        `${ISOLATE}, or name the networks behind the router`,
      ),
    );
}

/** The far end itself where it is one of them: it is the one to name. */
function among(peers: readonly AnyGatewayIntent[], far: AnyGatewayIntent) {
  return peers.includes(far) ? far : peers[0];
}

function addressOf({ path, address }: AnyGatewayIntent): string {
  return `the public address of ${path} (${address ?? "not known"})`;
}
