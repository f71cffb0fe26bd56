import { DEFAULT_ADDRESS_POOLS } from "../model/vpn";
import { GatewayIntent, InsideIntent } from "../model/gateway";
import { addressOf, comparePrefixes } from "../model/ip";
import { NetworkIntent, parseNetwork, RawIntents } from "../model/network";
import { Problem } from "../model/problem";
import { HaPairIntent } from "../model/routing";
import { isTokenLike } from "../model/rule";
import { planAdditions } from "./additions";
import { planAdvertisement } from "./advertisements";
import { allocateLink, pinnedLink } from "./allocate";
import { planCollisions } from "./collisions";
import { invariantProblems } from "./invariants";
import { heldNetworkProblems } from "./held-networks";
import { planIsolation } from "./isolation";
import { linkMtuProblems } from "./link-mtu";
import { livenessProblems } from "./liveness";
import { DEFAULT_MTU, vxlanMtu } from "./mtu";
import { planOspf } from "./ospf";
import { peerProblems } from "./peers/problems";
import { planPeers } from "./peers/peers";
import { planPolicyVpn, policyEnds } from "./policies";
import { planPic } from "./pic";
import { plannedAdditionProblems } from "./planned-additions";
import { planBgp } from "./sessions";
import { OwnTunnel } from "./session-context";
import { SoundPart, soundPart } from "./sound-part";
import { networksOf, routedInside, segmentPrefixes, Site, Topology } from "./topology";
import { planTraffic } from "./traffic";
import { planTunnel, PlannedTunnel } from "./tunnels";
import { planVrrp } from "./vrrp";
import {
  BfdTimers,
  BgpPlan,
  GatewayPlan,
  InsidePlan,
  NetworkPlan,
  OspfPlan,
  PairLinkPlan,
  SitePlan,
  UplinkPlan,
} from "./types";
import { localAddress } from "./vpn-end";

export interface PlanResult {
  /** Only if nothing is wrong. */
  readonly plan?: NetworkPlan;
  readonly problems: readonly Problem[];
  /** What can be planned all the same, for checks to go on with. */
  readonly sound?: PlannedPart;
}

export interface PlannedPart {
  readonly plan: NetworkPlan;
  readonly lacking: SoundPart["lacking"];
}

/**
 * The whole network from what the app asked for: a pure function, and every problem at once.
 *
 * @param known what constructs have found already
 */
export function planNetwork(raw: RawIntents, known: readonly Problem[] = []): PlanResult {
  const { network, problems } = parseNetwork(raw);
  const topology = new Topology(network);
  const found = [...known, ...problems, ...invariantProblems(raw, topology)];
  const sound =
    found.length === 0
      ? { topology, lacking: new Set<string>() }
      : soundPart(
          raw,
          network,
          found.map(({ path }) => path),
        );
  if (!sound) return { problems: found };
  const plan = buildPlan(sound.topology.intent, sound.topology);
  const all = [...found, ...plannedProblems(plan, sound)];
  return {
    plan: all.length === 0 ? plan : undefined,
    problems: all,
    sound: { plan, lacking: sound.lacking },
  };
}

/** What only values show that are planned; nothing that a construct may lack for a fault elsewhere. */
function plannedProblems(plan: NetworkPlan, { topology, lacking }: SoundPart): Problem[] {
  const whole = ({ path }: { readonly path: string }) => !lacking.has(path);
  return [
    ...planCollisions(plan),
    ...plannedAdditionProblems(plan, topology).filter(whole),
    ...heldNetworkProblems(plan, topology).filter(whole),
    ...plan.gateways.flatMap(linkMtuProblems),
    ...plan.peers.filter(whole).flatMap(peerProblems),
    ...livenessProblems(plan, topology.intent.bfdProfiles.filter(whole)),
  ];
}

function buildPlan(network: NetworkIntent, topology: Topology): NetworkPlan {
  const tunnels = new Map(network.vpns.map((vpn) => [vpn.path, planTunnel(vpn, topology)]));
  const policyVpns = new Map(
    network.policyVpns.map((vpn) => [vpn.path, planPolicyVpn(vpn, topology)]),
  );
  const gateways = network.gateways.map((gateway) => ({
    ...planGateway(gateway, topology, tunnels),
    policyVpns: nonEmpty(policyEnds(gateway.path, topology, policyVpns)),
  }));
  return {
    gateways,
    tunnels: [...tunnels.values()].map((tunnel) => tunnel.plan),
    policyVpns: nonEmpty([...policyVpns.values()].map((vpn) => vpn.plan)),
    peers: planPeers(topology, { tunnels, policyVpns }, gateways),
    sites: topology.sites().flatMap((site) => planSite(site, topology)),
  };
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function planSite(site: Site, topology: Topology): SitePlan[] {
  const { path, asn, gateways, networks, pair } = site;
  if (asn === undefined || gateways.some(({ foreign }) => foreign)) return [];
  return [
    {
      path,
      asn,
      gateways: gateways.map(({ name }) => name),
      networks,
      expectedPrefixes: (pair ?? gateways[0]!).expectedPrefixes,
      convergenceBudgetMs: pair && convergenceBudget(pair, topology),
      doubleFailures: topology.meshOfSite(site)?.analyzeDoubleFailures ? true : undefined,
    },
  ];
}

/** Half a second, where BFD detects fast enough for it. */
const CONVERGENCE_BUDGET_MS = 500;

function convergenceBudget(pair: HaPairIntent, topology: Topology): number | undefined {
  if (pair.convergenceBudgetMs !== undefined) return pair.convergenceBudgetMs;
  const watched = topology.meshOfSite(topology.member(pair.path)!)?.bfd !== undefined;
  return watched ? CONVERGENCE_BUDGET_MS : undefined;
}

function planGateway(
  gateway: GatewayIntent,
  topology: Topology,
  planned: ReadonlyMap<string, PlannedTunnel>,
): GatewayPlan {
  const tunnels = topology.vpns(gateway.path).map((vpn): OwnTunnel => {
    const { left, right } = planned.get(vpn.path)!;
    return vpn.left === gateway.path
      ? { vpn, end: left, far: vpn.right }
      : { vpn, end: right, far: vpn.left };
  });
  const site = topology.site(gateway.path)!;
  const pairLink = site.pair && planPairLink(gateway, site.pair, topology);
  const here = { gateway, site, topology, tunnels, pairLink };
  const pic = planPic(here);
  const context = { ...here, pic };
  const bgp = planBgp(context);
  const ospf = planOspf(context, bgp);
  const staticRoutes = tunnels
    .flatMap((own) =>
      staticPrefixes(own, topology).map((prefix) => ({ prefix, device: own.end.device })),
    )
    .sort((a, b) => comparePrefixes(a.prefix, b.prefix));
  const remoteNetworks = protectedNetworks(tunnels, topology);
  const own = ownPrefixes(gateway, pairLink);
  const inside = gateway.inside.map((segment) => ({
    ...planInside(segment),
    advertisement: planAdvertisement(segment, gateway, site, topology, remoteNetworks),
  }));
  return {
    path: gateway.path,
    name: gateway.name,
    description: gateway.description,
    platform: gateway.platform,
    uplinks: [planUplink(gateway)],
    overSsh: gateway.ssh ? true : undefined,
    userDataLimit: gateway.cloudInit?.userDataLimit,
    managementFrom: gateway.managementFrom ?? ["0.0.0.0/0", "::/0"],
    managementPort: managementPort(gateway),
    inside,
    ...planIsolation(gateway),
    pairLink,
    tunnels: tunnels.map(({ end }) => end),
    staticRoutes,
    protectedNetworks: remoteNetworks,
    ownPrefixes: own,
    traffic: planTraffic(context, own),
    bgp,
    ospf,
    vrrp: planVrrp(gateway, site, topology),
    bfdProfiles: profilesOf(topology, bgp, ospf),
    pic,
    insideRoutersBfd: insideRoutersBfd(site, topology),
    additions: planAdditions(gateway, topology),
  };
}

function planUplink(gateway: GatewayIntent): UplinkPlan {
  return {
    address: gateway.address,
    localAddress: localAddress(gateway),
    family: gateway.addressFamily,
    device: gateway.underlayDevice,
    mtu: gateway.underlayMtu ?? DEFAULT_MTU,
  };
}

/** The delivery's own port must stay open; one that only Terraform knows cannot be planned with. */
function managementPort({ managementPort: declared, ssh }: GatewayIntent): number {
  return declared ?? (isTokenLike(ssh?.port) ? undefined : ssh?.port) ?? 22;
}

function planInside(inside: InsideIntent): InsidePlan {
  if (inside.kind === "interface") {
    const { device, addresses, mtu, routes } = inside;
    return { device, addresses, mtu, routes };
  }
  const peers = inside.peers ?? [];
  const remote = inside.group ?? peers[0] ?? defaultGroup(inside.vni);
  return {
    device: inside.device,
    addresses: inside.addresses,
    mtu: vxlanMtu(inside.underlayMtu ?? DEFAULT_MTU, remote.includes(":") ? 6 : 4),
    routes: inside.routes,
    vxlan: {
      vni: inside.vni,
      underlay: inside.underlay,
      underlayAddresses: inside.underlayAddresses ?? [],
      port: inside.port ?? 4789,
      group: peers.length > 0 ? undefined : remote,
      peers,
    },
  };
}

/** A VNI has 24 bits, and so has the host part of 239.0.0.0/8 (RFC 2365): no two VNIs share a group. */
function defaultGroup(vni: number): string {
  return `239.${vni >> 16}.${(vni >> 8) & 255}.${vni & 255}`;
}

function planPairLink(
  gateway: GatewayIntent,
  pair: HaPairIntent,
  topology: Topology,
): PairLinkPlan {
  const primary = pair.primary === gateway.path;
  const partner = topology.gateway(primary ? pair.secondary : pair.primary) as GatewayIntent;
  if (pair.pairLink.kind === "inside") {
    return {
      partner: partner.name,
      device: gateway.inside[0]!.device,
      addresses: [],
      partnerAddresses: partner.inside[0]!.addresses.map(addressOf),
      shared: true,
    };
  }
  const { primaryDevice, secondaryDevice, subnets } = pair.pairLink;
  const links = subnets
    ? subnets.map(pinnedLink)
    : DEFAULT_ADDRESS_POOLS.map((pool) => allocateLink(pool, pair.path, "pair-link"));
  const [own, far] = primary ? (["left", "right"] as const) : (["right", "left"] as const);
  return {
    partner: partner.name,
    device: primary ? primaryDevice : secondaryDevice,
    addresses: links.map((link) => link[own]),
    partnerAddresses: links.map((link) => addressOf(link[far])),
    shared: false,
  };
}

/** What this gateway sends into a tunnel without asking a routing protocol. */
function staticPrefixes({ vpn, far }: OwnTunnel, topology: Topology): readonly string[] {
  if (vpn.routes !== "static") return [];
  const declared = far === vpn.right ? vpn.routesToRight : vpn.routesToLeft;
  return declared ?? networksOf(topology.gateway(far)!);
}

function protectedNetworks(tunnels: readonly OwnTunnel[], topology: Topology): string[] {
  const networks = tunnels.flatMap((own) => [
    ...staticPrefixes(own, topology),
    ...(topology.mesh(own.vpn.mesh) ? topology.site(own.far)!.networks : []),
  ]);
  return [...new Set(networks)].sort(comparePrefixes);
}

function ownPrefixes(gateway: GatewayIntent, pairLink: PairLinkPlan | undefined): string[] {
  const link = { addresses: pairLink?.addresses ?? [] };
  const prefixes = [
    ...[...gateway.inside, link].flatMap(segmentPrefixes),
    ...routedInside(gateway),
  ];
  return [...new Set(prefixes)].sort(comparePrefixes);
}

function insideRoutersBfd({ pair }: Site, topology: Topology): BfdTimers | undefined {
  const told = topology.bfdProfile(pair?.insideRoutersBfd);
  if (!told) return undefined;
  const { transmitIntervalMs, receiveIntervalMs, detectMultiplier, echoIntervalMs } = told;
  return { transmitIntervalMs, receiveIntervalMs, detectMultiplier, echoIntervalMs };
}

function profilesOf(topology: Topology, bgp?: BgpPlan, ospf?: OspfPlan) {
  const used = new Set([
    bgp?.listen?.bfdProfile,
    ospf?.bfdProfile,
    ...(bgp?.sessions ?? []).map((s) => s.bfdProfile),
  ]);
  return topology.intent.bfdProfiles
    .filter((profile) => used.has(profile.name))
    .map(({ path: _, microBfd: __, ...profile }) => profile);
}
