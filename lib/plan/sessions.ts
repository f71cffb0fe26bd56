import { AnyGatewayIntent, GatewayIntent } from "../model/gateway";
import { addressOf, cidr, contains, Family, familyOf, hostPrefix, ip } from "../model/ip";
import { DEFAULT_TIMERS, MeshIntent, PAIR_LOCAL_PREFERENCE } from "../model/routing";
import { SecretIntent, VpnIntent } from "../model/vpn";
import { allocateRouterId } from "./allocate";
import { defaultFrom } from "./default-route";
import { planNever } from "./never";
import { longestPrefix, meshLimit, prefixLimit } from "./prefix-limits";
import { sessionsApart } from "./pic";
import { declaredPolicy, Standpoint, tunnelPolicy } from "./preference";
import { onLinkWith, segmentPrefixes, Site, Topology } from "./topology";
import { transitAsns, transitOf } from "./transit";
import { BgpPlan, BgpSession, BgpTimers, InsideListen, PrefixLimit } from "./types";
import { SessionContext } from "./session-context";

const ECMP_PATHS = 8;

/** The gateway's BGP, or nothing where no mesh and no pair asks for it. */
export function planBgp(context: SessionContext): BgpPlan | undefined {
  const { gateway, site } = context;
  const sessions = [...tunnelSessions(context), ...pairSessions(context)];
  const anything = sessions.some(({ kind, accept }) => kind === "tunnel" && !accept);
  if (site.asn === undefined || (sessions.length === 0 && !site.pair)) return undefined;
  return {
    asn: site.asn,
    routerId: routerIdOf(gateway),
    networks: [...site.networks],
    siteLoopbacks: context.pic?.siteLoopbacks.map(hostPrefix),
    longest: { 4: longestPrefix(site, 4), 6: longestPrefix(site, 6) },
    never: anything ? planNever(site, context.topology, sessions.some(believedNoSites)) : undefined,
    withheld: withheldFrom(sessions, context),
    maximumPaths: wantsEcmp(context) ? ECMP_PATHS : 1,
    gracefulShutdown: gateway.drained ? true : undefined,
    sessions: [...sessions, ...insideSessions(context)],
    listen: insideListen(context),
  };
}

/** AS numbers of the neighbors whose routes a hub does not pass on: to any neighbor, or to third parties. */
function withheldFrom(
  sessions: readonly BgpSession[],
  { site, topology }: SessionContext,
): BgpPlan["withheld"] {
  if (!sessions.some(({ kind, transit }) => kind === "tunnel" && transit)) return undefined;
  const { apart, none } = transitAsns(site, topology);
  return { open: none, apart: [...new Set([...apart, ...none])].sort((a, b) => a - b) };
}

/** A third party that declares no networks may announce none of other sites. */
export function believedNoSites({ foreign, hub, accept }: BgpSession): boolean {
  return foreign === true && !hub && !accept;
}

/** What inner routers prove that they are: none without a key. */
function insideSecret({ insideRouting }: Site): SecretIntent | undefined {
  return insideRouting?.kind === "bgp" ? insideRouting.secret : undefined;
}

function wantsEcmp({ site, tunnels, topology }: SessionContext): boolean {
  const sites = [site, ...tunnels.map(({ far }) => topology.site(far))];
  return sites.some((s) => s?.pair?.mode === "active-active");
}

function tunnelSessions(context: SessionContext): BgpSession[] {
  const { gateway, site, topology } = context;
  const standpoint = (path: string, s: Site): Standpoint => ({
    role: topology.role(path),
    pair: s.pair,
  });
  const remoteSites = new Map(context.pic?.remoteSites.map((it) => [it.path, it]));
  return context.tunnels.flatMap(({ vpn, end, far }) => {
    const mesh = topology.mesh(vpn.mesh);
    if (!mesh) return [];
    const farSite = topology.site(far)!;
    const hub = topology.isHub(mesh, far);
    const anything = hub || farSite.networks.length === 0;
    const foreign = farSite.gateways.some((it) => it.foreign);
    const remoteSite = remoteSites.get(farSite.path);
    return end.peerAddresses.flatMap((neighbor) => {
      const family = familyOf(neighbor);
      const session: BgpSession = {
        kind: "tunnel",
        peer: end.peer,
        device: end.device,
        neighbor,
        remoteAsn: farSite.asn!,
        description: end.description ?? `${end.peer} through ${end.device}`,
        family,
        timers: timersOf(mesh),
        bfdProfile: bfdName(mesh.bfd, topology),
        accept: anything ? undefined : ofFamily(farSite.networks, family),
        ...(anything &&
          defaultFrom({ mesh, site, far, topology }, family) && { acceptDefault: true }),
        // A hub of ours has filters of its own.
        longest: hub && !foreign ? undefined : longestPrefix(farSite, family),
        limit: {
          prefixes: hub ? meshLimit([mesh], topology, family) : prefixLimit(farSite, family),
        },
        foreign: foreign || undefined,
        ttlSecurity: ttlSecurity(topology.gateway(far)!),
        hub: hub || undefined,
        transit: passesOn(mesh, { vpn, far }, context),
        policy: {
          ...tunnelPolicy(standpoint(gateway.path, site), standpoint(far, farSite)),
          ...declaredPolicy(mesh.tunnelPreferences[vpn.path]?.[end.side] ?? {}, site.asn!),
          tag: site.insideRouting?.kind === "ospf" ? site.asn : undefined,
        },
      };
      return remoteSite ? sessionsApart(session, end, remoteSite) : [session];
    });
  });
}

function passesOn(
  mesh: MeshIntent,
  tunnel: { readonly vpn: VpnIntent; readonly far: string },
  { gateway, topology }: SessionContext,
): BgpSession["transit"] {
  const transit = transitOf(tunnel, gateway.path, topology);
  return topology.isHub(mesh, gateway.path) && transit !== "none" && transit;
}

/** Whatever sends with 255 hops; a third party's gateway has to be set so. */
function ttlSecurity(far: AnyGatewayIntent): BgpSession["ttlSecurity"] {
  return !far.foreign || far.ttlSecurity ? "firewall" : undefined;
}

/** The two gateways of a pair keep what each of them knows: their session is the last that may end. */
function pairLimit({ site, topology, tunnels }: SessionContext, family: Family): PrefixLimit {
  const meshes = new Set(tunnels.flatMap(({ vpn }) => topology.mesh(vpn.mesh) ?? []));
  const own = meshes.size === 0 ? prefixLimit(site, family) : 0;
  return { prefixes: Math.max(own, meshLimit([...meshes], topology, family)), warningOnly: true };
}

function pairSessions(context: SessionContext): BgpSession[] {
  const { gateway, site, pairLink } = context;
  if (!pairLink || site.asn === undefined) return [];
  const own = pairLink.shared ? gateway.inside[0]!.addresses : pairLink.addresses;
  return pairLink.partnerAddresses.map((neighbor): BgpSession => {
    return {
      kind: "pair",
      device: pairLink.device,
      neighbor,
      localAddress: onLinkWith(neighbor, own),
      remoteAsn: site.asn!,
      description: `${pairLink.partner} through the pair link`,
      family: familyOf(neighbor),
      ...siteLiveness(context),
      limit: pairLimit(context, familyOf(neighbor)),
      transit: "open",
      ttlSecurity: "firewall",
      policy: { localPreference: PAIR_LOCAL_PREFERENCE },
    };
  });
}

function insideSessions(context: SessionContext): BgpSession[] {
  const { gateway, site } = context;
  return (site.pair?.insideRouters ?? []).map((neighbor): BgpSession => {
    const { segment, via, multihop } = segmentTowards(gateway, neighbor)!;
    return {
      kind: "inside",
      device: segment.device,
      neighbor,
      localAddress: onLinkWith(via, segment.addresses),
      remoteAsn: site.asn!,
      description: `inside router on ${segment.device}`,
      family: familyOf(neighbor),
      ...siteLiveness(context),
      limit: { prefixes: prefixLimit(site, familyOf(neighbor)) },
      secret: insideSecret(site),
      transit: "open",
      policy: {},
      ...(multihop && { multihop }),
    };
  });
}

/** The inside segment that an inner router is on, or behind, and who on it is the next hop. */
export function segmentTowards({ inside }: GatewayIntent, router: string) {
  const within = (prefix: string) => contains(cidr(prefix), ip(router));
  const own = inside.find(({ addresses }) => addresses.some(within));
  if (own) return { segment: own, via: router };
  for (const segment of inside) {
    const route = segment.routes?.find(({ prefix }) => within(prefix));
    if (route) return { segment, via: route.via, multihop: true } as const;
  }
  return undefined;
}

/**
 * Inner routers that are not named live on the first inside segment, and prove by a key that they are routers of the
 * site: without one, any host could announce the site's networks.
 */
function insideListen(context: SessionContext): InsideListen | undefined {
  const secret = insideSecret(context.site);
  if (secret === undefined || context.site.pair?.insideRouters) return undefined;
  const segment = context.gateway.inside[0]!;
  return {
    device: segment.device,
    prefixes: segmentPrefixes(segment),
    secret,
    localAddresses: segment.addresses.map(addressOf),
    limits: {
      4: { prefixes: prefixLimit(context.site, 4) },
      6: { prefixes: prefixLimit(context.site, 6) },
    },
    ...siteLiveness(context),
  };
}

/** A site's own sessions are as fast as those of the mesh it belongs to. */
export function siteLiveness({ site, topology }: SessionContext) {
  const mesh = topology.meshOfSite(site);
  return {
    timers: mesh ? timersOf(mesh) : DEFAULT_TIMERS,
    bfdProfile: bfdName(site.pair?.bfd ?? mesh?.bfd, topology),
  };
}

function timersOf(mesh: MeshIntent): BgpTimers {
  const { keepaliveSeconds, holdTimeSeconds, connectRetrySeconds } = mesh;
  return { keepaliveSeconds, holdTimeSeconds, connectRetrySeconds };
}

export function bfdName(path: string | undefined, topology: Topology): string | undefined {
  return topology.bfdProfile(path)?.name;
}

export function ofFamily(prefixes: readonly string[], family: Family): string[] {
  return prefixes.filter((prefix) => familyOf(prefix) === family);
}

export function routerIdOf({ path, routerId, inside }: GatewayIntent): string {
  if (routerId !== undefined) return routerId;
  const own = inside.flatMap(({ addresses }) => addresses).find((it) => familyOf(it) === 4);
  return own ? addressOf(own) : allocateRouterId(path);
}
