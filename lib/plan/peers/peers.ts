import { ForeignGatewayIntent } from "../../model/gateway";
import { addressOf, comparePrefixes } from "../../model/ip";
import { VpnIntent } from "../../model/vpn";
import { allocateRouterId } from "../allocate";
import { ofFamily } from "../sessions";
import { networksOf, Topology } from "../topology";
import { PlannedTunnel } from "../tunnels";
import { BgpPlan, BgpSession, GatewayPlan, TunnelEnd } from "../types";
import { limitsOf } from "./limits";
import { PeerLink, PeerPlan, PeerSession } from "./types";

/** The other sides of our tunnels: a mirror of what our gateways have, and so never apart from it. */
export function planPeers(
  topology: Topology,
  tunnels: ReadonlyMap<string, PlannedTunnel>,
  gateways: readonly GatewayPlan[],
): PeerPlan[] {
  const ours = new Map(gateways.map((gateway) => [gateway.path, gateway]));
  return topology.intent.foreignGateways.map((peer) => ({
    path: peer.path,
    name: peer.name,
    kind: peer.kind,
    description: peer.description,
    family: peer.addressFamily,
    asn: peer.asn,
    routerId: allocateRouterId(peer.path),
    networks: networksOf(peer),
    links: topology
      .vpns(peer.path)
      .map((vpn) => planLink(peer, vpn, topology, tunnels.get(vpn.path)!, ours)),
  }));
}

function planLink(
  peer: ForeignGatewayIntent,
  vpn: VpnIntent,
  topology: Topology,
  { plan, left, right }: PlannedTunnel,
  ours: ReadonlyMap<string, GatewayPlan>,
): PeerLink {
  const isLeft = vpn.left === peer.path;
  const [end, far] = isLeft ? [left, right] : [right, left];
  const gateway = ours.get(isLeft ? vpn.right : vpn.left)!;
  const declared = isLeft ? vpn.routesToRight : vpn.routesToLeft;
  const routes = declared ?? networksOf(topology.gateway(gateway.path)!);
  const mirrored = (gateway.bgp?.sessions ?? []).filter(({ device }) => device === far.device);
  const sessions = mirrored.map((session) => mirror(session, gateway.bgp!, far));
  const learned = limitsOf(peer.kind).noLearnedRoutes
    ? sessions.flatMap((session) => session.announced ?? [])
    : [];
  return {
    end,
    gateway: { path: gateway.path, name: gateway.name },
    mesh: vpn.mesh,
    layers: plan.layers,
    udpEncapsulation: plan.layers.some(({ protocol }) => protocol === "UDP"),
    routing: vpn.routes,
    staticRoutes: [...(vpn.routes === "static" ? routes : learned)].sort(comparePrefixes),
    sessions,
    bfd: gateway.bfdProfiles.find(({ name }) => name === mirrored[0]?.bfdProfile),
  };
}

/** Our session as the peer has it; `far` is our end of the tunnel. */
function mirror(session: BgpSession, bgp: BgpPlan, far: TunnelEnd): PeerSession {
  const { family, timers, transit, accept, policy } = session;
  return {
    localAddress: session.neighbor,
    neighbor: addressOf(far.addresses[far.peerAddresses.indexOf(session.neighbor)]!),
    family,
    remoteAsn: bgp.asn,
    timers,
    announced: transit ? undefined : announced(bgp, family),
    accepted: accept && [...accept].sort(comparePrefixes),
    med: policy.med,
  };
}

function announced({ networks }: BgpPlan, family: PeerSession["family"]): string[] {
  return ofFamily(networks, family).sort(comparePrefixes);
}
