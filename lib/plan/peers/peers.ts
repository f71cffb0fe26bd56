import { ForeignGatewayIntent } from "../../model/gateway";
import { addressOf, comparePrefixes, isDefault } from "../../model/ip";
import { Lookup } from "../../model/lookup";
import { PolicyVpnIntent, VpnIntent } from "../../model/vpn";
import { limitsOf } from "../../peers/limits";
import { allocateRouterId } from "../allocate";
import { defaultFrom } from "../default-route";
import { PlannedPolicyVpn } from "../policies";
import { meshLimit, prefixLimit } from "../prefix-limits";
import { ofFamily } from "../sessions";
import { networksOf, Topology } from "../topology";
import { PlannedTunnel } from "../tunnels";
import { BgpPlan, BgpSession, GatewayPlan, Layer, TunnelEnd } from "../types";
import { PeerLink, PeerPlan, PeerSession, PolicyLink } from "./types";

/** The VPNs of the network, by their paths. */
export interface PlannedVpns {
  readonly tunnels: ReadonlyMap<string, PlannedTunnel>;
  readonly policyVpns: ReadonlyMap<string, PlannedPolicyVpn>;
}

/** The other sides of our tunnels: a mirror of what our gateways have, and so never apart from it. */
export function planPeers(
  topology: Topology,
  { tunnels, policyVpns }: PlannedVpns,
  gateways: readonly GatewayPlan[],
): PeerPlan[] {
  const ours = new Map(gateways.map((gateway) => [gateway.path, new OwnGateway(gateway)]));
  return topology.intent.foreignGateways.map((peer) => {
    const links = topology
      .vpns(peer.path)
      .map((vpn) => planLink(peer, vpn, topology, tunnels.get(vpn.path)!, ours));
    return {
      path: peer.path,
      name: peer.name,
      kind: peer.kind,
      description: peer.description,
      address: peer.address,
      family: peer.addressFamily,
      asn: peer.asn,
      ttlSecurity: peer.ttlSecurity,
      routerId: allocateRouterId(peer.path),
      networks: networksOf(peer),
      expectedPrefixes: peer.expectedPrefixes,
      protectedNetworks: protectedNetworks(links),
      links,
      policyLinks: topology
        .policyVpns(peer.path)
        .map((vpn) => planPolicyLink(peer, vpn, policyVpns.get(vpn.path)!, ours)),
    };
  });
}

/** A gateway of ours, with its sessions by their devices. */
class OwnGateway {
  private readonly sessions: Lookup<BgpSession>;

  constructor(readonly plan: GatewayPlan) {
    this.sessions = new Lookup(plan.bgp?.sessions ?? [], ({ device }) => [device]);
  }

  sessionsOn(device: string): BgpSession[] {
    return this.sessions.find([device]);
  }
}

/** Networks that a peer learns from a hub of ours are not known here. */
function protectedNetworks(links: readonly PeerLink[]): string[] {
  const networks = links.flatMap(({ staticRoutes, sessions }) => [
    ...staticRoutes,
    ...sessions.flatMap(({ announced = [] }) => announced),
  ]);
  return [...new Set(networks)].filter((prefix) => !isDefault(prefix)).sort(comparePrefixes);
}

function planPolicyLink(
  peer: ForeignGatewayIntent,
  vpn: PolicyVpnIntent,
  { plan, left, right }: PlannedPolicyVpn,
  ours: ReadonlyMap<string, OwnGateway>,
): PolicyLink {
  const isLeft = vpn.left === peer.path;
  return {
    end: isLeft ? left : right,
    gateway: named(ours.get(isLeft ? vpn.right : vpn.left)!.plan),
    ...wire(plan.layers),
  };
}

function named({ path, name }: GatewayPlan): PeerLink["gateway"] {
  return { path, name };
}

function wire(layers: readonly Layer[]): Pick<PeerLink, "layers" | "udpEncapsulation"> {
  return { layers, udpEncapsulation: layers.some(({ protocol }) => protocol === "UDP") };
}

function planLink(
  peer: ForeignGatewayIntent,
  vpn: VpnIntent,
  topology: Topology,
  { plan, left, right }: PlannedTunnel,
  ours: ReadonlyMap<string, OwnGateway>,
): PeerLink {
  const isLeft = vpn.left === peer.path;
  const [end, far] = isLeft ? [left, right] : [right, left];
  const own = ours.get(isLeft ? vpn.right : vpn.left)!;
  const gateway = own.plan;
  const declared = isLeft ? vpn.routesToRight : vpn.routesToLeft;
  const routes = declared ?? networksOf(topology.gateway(gateway.path)!);
  const mirrored = own.sessionsOn(far.device);
  const sessions = mirrored.map((session) => ({
    ...mirror(session, gateway.bgp!, far),
    announcesDefault: givesDefault(peer, vpn, gateway, session, topology),
    limit: { prefixes: limitOf(session, vpn, gateway, topology) },
  }));
  const learned = limitsOf(peer.kind).noLearnedRoutes
    ? sessions.flatMap((session) => session.announced ?? [])
    : [];
  return {
    end,
    gateway: named(gateway),
    mesh: vpn.mesh,
    ...wire(plan.layers),
    routing: vpn.routes,
    staticRoutes: [...(vpn.routes === "static" ? routes : learned)].sort(comparePrefixes),
    sessions,
    bfd: gateway.bfdProfiles.find(({ name }) => name === mirrored[0]?.bfdProfile),
  };
}

/** Our session as the peer has it; `far` is our end of the tunnel. */
function mirror(
  session: BgpSession,
  bgp: BgpPlan,
  far: TunnelEnd,
): Omit<PeerSession, "announcesDefault" | "limit"> {
  const { family, timers, ttlSecurity, transit, accept, acceptDefault, limit, policy } = session;
  return {
    localAddress: session.neighbor,
    neighbor: addressOf(far.addresses[far.peerAddresses.indexOf(session.neighbor)]!),
    family,
    remoteAsn: bgp.asn,
    timers,
    ttlSecurity: ttlSecurity && true,
    longestAnnounced: bgp.longest[family],
    announced: transit ? undefined : announced(bgp, family),
    acceptedLimit: limit.prefixes,
    accepted: accept && [...accept].sort(comparePrefixes),
    acceptsDefault: acceptDefault ?? false,
    med: policy.med,
  };
}

function limitOf(
  { family, transit }: BgpSession,
  vpn: VpnIntent,
  gateway: GatewayPlan,
  topology: Topology,
): number {
  return transit
    ? meshLimit([topology.mesh(vpn.mesh)!], topology, family)
    : prefixLimit(topology.site(gateway.path)!, family);
}

/** Asked as our gateways ask it of theirs: whether the default route comes by this session. */
function givesDefault(
  peer: ForeignGatewayIntent,
  vpn: VpnIntent,
  gateway: GatewayPlan,
  { family }: BgpSession,
  topology: Topology,
): boolean {
  const [mesh, site] = [topology.mesh(vpn.mesh)!, topology.site(peer.path)!];
  return defaultFrom({ mesh, site, far: gateway.path, topology }, family) !== undefined;
}

function announced({ networks }: BgpPlan, family: PeerSession["family"]): string[] {
  return ofFamily(networks, family).sort(comparePrefixes);
}
