import { PROFILES } from "../../model/platform";
import {
  cidr,
  comparePrefixes,
  FAMILIES,
  Family,
  familyOf,
  formatCidr,
  formatIp,
  hostPrefix,
  ip,
} from "../../model/ip";
import { Word } from "../../model/word";
import { FrrSection } from "../../model/words/additions";
import { BgpPlan, BgpSession, InsideListen, RoutingSlice } from "../../plan/types";
import { ofFamily } from "../../plan/sessions";
import { segmentPrefixes } from "../../plan/topology";
import { bfdPeers, bfdProfile } from "./bfd";
import { ospfKeyChains, ospfMaps, ospfRouters } from "./ospf";
import {
  asPathLists,
  byOurself,
  communityLists,
  insideIn,
  linksOut,
  prefixLists,
  sessionPolicy,
} from "./policy";
import {
  AddressFamily,
  BgpRouter,
  FamilyNeighbor,
  FrrDocument,
  Neighbor,
  RouteMap,
  StaticRoute,
  Vrf,
} from "./tree";
import { asWords } from "./words";
import { keyText } from "./key";

/** As many equal paths as Debian builds FRR for, and what it uses when nothing is said. */
const EVERY_PATH = 256;

/** frr.conf of a gateway that speaks BGP, everything in the order in which FRR shows it. */
export function frrDocument(gateway: RoutingSlice, plan: BgpPlan): FrrDocument {
  requireProfiles(gateway, plan);
  const bgp = canonical(plan);
  const { ospf } = gateway;
  const ownLinks = redistributedLinks(gateway, bgp);
  const others = [
    ...FAMILIES.filter((family) => ofFamily(ownLinks, family).length > 0).map(linksOut),
    ...(ospf ? ospfMaps(ospf) : []),
  ];
  const routeMaps = allRouteMaps(gateway, bgp, others);
  const frr10 = PROFILES[gateway.platform].frr10;
  const vrf = gateway.vrf?.device;
  return {
    path: asWords(gateway.path),
    hostname: gateway.name,
    filtersFirst: frr10,
    nextHopsByDefault: frr10,
    keyChains: ospf ? ospfKeyChains(ospf) : [],
    prefixLists: prefixLists(bgp, routeMaps, ownLinks),
    communityLists: communityLists(routeMaps),
    asPathLists: asPathLists(bgp, routeMaps),
    routeMaps,
    staticRoutes: vrf === undefined ? staticRoutes(gateway) : [],
    vrfs: vrfs(gateway, frr10),
    router: router(gateway, bgp, ownLinks, frr10),
    ospf: ospf ? ospfRouters(ospf, vrf) : [],
    bfdProfiles: sortedBy(gateway.bfdProfiles, (profile) => profile.name).map(bfdProfile),
    bfdPeers: bfdPeers(gateway, bgp),
    added: addedLines(gateway, "global"),
  };
}

/** The app's lines of a section; of a neighbor's those that are for this peer. */
function addedLines(
  { additions }: RoutingSlice,
  section: Word<FrrSection>,
  peer?: string,
): string[] {
  const all = additions?.addFrrLines ?? [];
  return all
    .filter((it) => it.section === section && it.peer === peer)
    .flatMap(({ lines }) => lines);
}

/** Sorted by name, as FRR shows them. */
function vrfs(gateway: RoutingSlice, frr10: boolean): Vrf[] {
  const { vrf, ospf, pic } = gateway;
  const own = vrf
    ? [{ name: vrf.device, staticRoutes: staticRoutes(gateway), defaultsFollow: [] }]
    : [];
  const shown = [
    ...own.filter((it) => frr10 || ospf !== undefined || it.staticRoutes.length > 0),
    ...(pic?.remoteSites ?? []).map(({ device, siteLoopbacks }) => {
      return { name: device, staticRoutes: [], defaultsFollow: siteLoopbacks };
    }),
  ];
  return sortedBy(shown, ({ name }) => name);
}

/** FRR takes a profile that is not defined, and then runs BFD with its own slow timers. */
function requireProfiles({ path, bfdProfiles, ospf }: RoutingSlice, bgp: BgpPlan): void {
  const defined = bfdProfiles.map((profile) => profile.name);
  for (const { bfdProfile } of [...bgp.sessions, bgp.listen ?? {}, ospf ?? {}]) {
    if (bfdProfile !== undefined && !defined.includes(bfdProfile)) {
      throw new RangeError(`no BFD profile ${JSON.stringify(bfdProfile)} on ${path}`);
    }
  }
}

/** Addresses in the notation of RFC 5952 and in numeric order, as FRR shows them. */
function canonical(bgp: BgpPlan): BgpPlan {
  const address = (text: string) => formatIp(ip(text));
  const prefixes = (list: readonly string[]) =>
    [...new Set(list.map((text) => formatCidr(cidr(text))))].sort(comparePrefixes);
  const sessions = bgp.sessions.map((session) => ({
    ...session,
    neighbor: address(session.neighbor),
    ...(session.localAddress && { localAddress: address(session.localAddress) }),
    ...(session.accept && { accept: prefixes(session.accept) }),
  }));
  return {
    ...bgp,
    networks: prefixes(bgp.networks),
    ...(bgp.siteLoopbacks && { siteLoopbacks: prefixes(bgp.siteLoopbacks) }),
    sessions: sessions.sort((a, b) =>
      comparePrefixes(hostPrefix(a.neighbor), hostPrefix(b.neighbor)),
    ),
    ...(bgp.listen && {
      listen: {
        ...bgp.listen,
        prefixes: prefixes(bgp.listen.prefixes),
        localAddresses: bgp.listen.localAddresses.map(address),
      },
    }),
  };
}

function sortedBy<T>(list: readonly T[], key: (item: T) => string): T[] {
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * FRR 10 takes the kernel's route to a link for one that is there without the link, where the kernel reports it
 * before the address, as it does with IPv6: `network` would go on to announce a link that has lost its carrier
 * (seen on 10.3).
 */
function redistributedLinks({ platform, inside }: RoutingSlice, bgp: BgpPlan): string[] {
  const links = PROFILES[platform].frr10 ? inside.flatMap(segmentPrefixes) : [];
  const spoken = spokenFamilies(bgp).flatMap((family) => ofFamily(bgp.networks, family));
  return spoken.filter((prefix) => links.includes(prefix));
}

function spokenFamilies(bgp: BgpPlan): Family[] {
  const ofSessions = bgp.sessions.map(({ family }) => family);
  return FAMILIES.filter((it) => [...ofSessions, ...listenFamilies(bgp)].includes(it));
}

/**
 * Networks behind inner routers, and what stands for the site. The kernel keeps a route to a link that has lost
 * its carrier, and zebra accepts that: one of FRR's own is gone then.
 */
function staticRoutes({ inside, pic }: RoutingSlice): StaticRoute[] {
  const routed = inside.flatMap(({ device, routes = [] }) =>
    routes.map(({ prefix, via }) => {
      return { prefix: formatCidr(cidr(prefix)), via: formatIp(ip(via)), device };
    }),
  );
  const site = inside.slice(0, 1).flatMap(({ device }) => {
    return (pic?.siteLoopbacks ?? []).map((it) => ({ prefix: hostPrefix(it), device }));
  });
  return [...routed, ...site].sort((a, b) => comparePrefixes(a.prefix, b.prefix));
}

function allRouteMaps(
  { additions }: RoutingSlice,
  bgp: BgpPlan,
  others: readonly RouteMap[],
): RouteMap[] {
  const maps = [
    ...others,
    ...bgp.sessions
      .map((session) => sessionPolicy(session, bgp, additions?.addFrrLines))
      .flatMap((policy) => [policy.in, policy.out, ...policy.called]),
    ...listenFamilies(bgp).flatMap((family) => [insideIn(family, {}), listenOut(bgp, family)]),
  ];
  const byName = new Map(maps.flatMap((map) => (map ? [[map.name, map]] : [])));
  return sortedBy([...byName.values()], (map) => map.name);
}

function listenFamilies(bgp: BgpPlan): Family[] {
  return FAMILIES.filter((family) => bgp.listen?.prefixes.some((p) => familyOf(p) === family));
}

/** A group has one map: where hosts have different prefixes, none suits all. */
function listenOut(bgp: BgpPlan, family: Family): RouteMap {
  const own = ofFamily(bgp.listen?.localAddresses ?? [], family);
  return byOurself(bgp, family, own.length === 1 ? own[0] : undefined);
}

function listenGroup(family: Family): string {
  return `inside-ipv${family}`;
}

function router(
  gateway: RoutingSlice,
  bgp: BgpPlan,
  ownLinks: readonly string[],
  frr10: boolean,
): BgpRouter {
  const { listen } = bgp;
  const added = (family: Family) => addedLines(gateway, `bgp-ipv${family}`);
  const families = FAMILIES.filter(
    (it) => spokenFamilies(bgp).includes(it) || added(it).length > 0,
  );
  return {
    asn: bgp.asn,
    vrf: gateway.vrf?.device,
    routerId: bgp.routerId,
    multipathRelax: bgp.maximumPaths > 1,
    neighbors: [
      ...(listen ? listenFamilies(bgp).map((family) => peerGroup(bgp.asn, family, listen)) : []),
      ...bgp.sessions.map((session) => ({
        ...neighbor(session, frr10),
        added: addedLines(gateway, "neighbor", session.peer),
      })),
    ],
    listenRanges: (listen?.prefixes ?? []).map((prefix) => ({
      prefix,
      peerGroup: listenGroup(familyOf(prefix)),
    })),
    added: addedLines(gateway, "router-bgp"),
    families: families.map((family) => {
      return { ...addressFamily(gateway, bgp, family, ownLinks), added: added(family) };
    }),
  };
}

/** FRR 10 enforces the first AS by default. */
function neighbor(session: BgpSession, frr10: boolean): Neighbor {
  return {
    name: session.neighbor,
    peerGroup: false,
    remoteAsn: session.remoteAsn,
    description: asWords(session.description),
    bfdProfile: session.bfdProfile,
    password: session.secret && keyText(session.secret),
    enforceFirstAs: session.foreign && !frr10,
    ttlSecurity: session.ttlSecurity === "daemon",
    anyNextHop: session.carries === "networks",
    ...session.timers,
  };
}

function peerGroup(asn: number, family: Family, listen: InsideListen): Neighbor {
  return {
    name: listenGroup(family),
    peerGroup: true,
    remoteAsn: asn,
    bfdProfile: listen.bfdProfile,
    password: keyText(listen.secret),
    keepaliveSeconds: listen.timers.keepaliveSeconds,
    holdTimeSeconds: listen.timers.holdTimeSeconds,
  };
}

function addressFamily(
  gateway: RoutingSlice,
  bgp: BgpPlan,
  family: Family,
  ownLinks: readonly string[],
): Omit<AddressFamily, "added"> {
  const groups = listenFamilies(bgp)
    .filter((it) => it === family)
    .map((it) => ({
      name: listenGroup(it),
      nextHopSelf: true,
      limit: bgp.listen?.limits[it],
      routeMapIn: insideIn(it, {}).name,
      routeMapOut: listenOut(bgp, it)?.name,
    }));
  const sessions = bgp.sessions.filter((session) => session.family === family);
  return {
    family,
    networks: ofFamily([...bgp.networks, ...(bgp.siteLoopbacks ?? [])], family)
      .filter((prefix) => !ownLinks.includes(prefix))
      .sort(comparePrefixes),
    ...(ofFamily(ownLinks, family).length > 0 && { redistributeConnected: linksOut(family).name }),
    neighbors: [
      ...groups,
      ...sessions.map((session) => ({
        ...familyNeighbor(gateway, session, bgp),
        added: addedLines(gateway, `neighbor-ipv${family}`, session.peer),
      })),
    ],
    ...(bgp.maximumPaths !== EVERY_PATH && { maximumPaths: bgp.maximumPaths }),
  };
}

function familyNeighbor(
  { additions }: RoutingSlice,
  session: BgpSession,
  bgp: BgpPlan,
): FamilyNeighbor {
  const policy = sessionPolicy(session, bgp, additions?.addFrrLines);
  return {
    name: session.neighbor,
    // To another AS the next hop is ourselves anyway; our own AS cannot reach the tunnels' far ends.
    nextHopSelf: session.kind !== "tunnel",
    limit: session.limit,
    routeMapIn: policy.in?.name,
    routeMapOut: policy.out?.name,
  };
}
