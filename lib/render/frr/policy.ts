import {
  comparePrefixes,
  EVERYTHING,
  FAMILIES,
  Family,
  familyOf,
  hostPrefix,
  isDefault,
  WIDTH,
} from "../../model/ip";
import { fittingName, NAME_MAX } from "../../model/naming";
import { AdditionsPlan, BgpPlan, BgpPolicy, BgpSession, OspfPlan } from "../../plan/types";
import { believedNoSites } from "../../plan/sessions";
import { hookOf, withHook } from "./hooks";
import { isLate, lateLists, neverPrefixes } from "./never";
import {
  AsPathList,
  CommunityList,
  PrefixList,
  PrefixRange,
  RouteMap,
  RouteMapEntry,
} from "./tree";

const OWN_NETWORKS = "own-networks";
/** Our networks and all within, as longer prefixes are none of others either. */
const OWN_SPACE = "own-space";
const NEVER = "never";
const OTHER_SITES = "other-sites";
const DEFAULT_ROUTE = "default-route";
const OWN_SITE = "own-site";
const OWN_LINKS = "own-links";
const GRACEFUL_SHUTDOWN: CommunityList = {
  name: "graceful-shutdown",
  community: "graceful-shutdown",
};
/**
 * Of a drained gateway, to everybody. FRR's `bgp graceful-shutdown` would make what the gateway itself learns its
 * own last choice too: it would take its partner's ways, which it announces to no router of its AS, and inner routers whose
 * link to the partner fails would have none.
 */
const LAST_CHOICE = { addCommunities: [GRACEFUL_SHUTDOWN.community] };

/** A session's route-maps; where one is missing, everything passes unchanged. */
export interface SessionPolicy {
  readonly in?: RouteMap;
  readonly out?: RouteMap;
  /** Those that the two call. */
  readonly called: readonly RouteMap[];
}

/**
 * What a session takes and gives. Route-maps are named by what they do, so that sessions alike
 * share them and a new session changes no other's.
 */
export function sessionPolicy(
  session: BgpSession,
  bgp: BgpPlan,
  added: AdditionsPlan["addFrrLines"],
): SessionPolicy {
  const { in: incoming, out } = policyOf(session, bgp);
  const hooks = { in: hookOf(session, "in", added), out: hookOf(session, "out", added) };
  return {
    in: incoming && fitting(withHook(incoming, hooks.in)),
    out: out && fitting(withHook(out, hooks.out)),
    called: [hooks.in, hooks.out].flatMap((hook) => hook?.map ?? []),
  };
}

/** Names of devices and sites add up. */
function fitting(map: RouteMap): RouteMap {
  return { ...map, name: fittingName(map.name, NAME_MAX) };
}

function policyOf(session: BgpSession, bgp: BgpPlan): Omit<SessionPolicy, "called"> {
  switch (session.kind) {
    case "tunnel":
      return session.carries === "site-loopback"
        ? { in: siteIn(session), out: siteOut(session, bgp) }
        : { in: tunnelIn(session, bgp), out: tunnelOut(session, bgp) };
    case "pair":
      return {
        in: pairIn(session.policy),
        out: byOurself(bgp, session.family, session.localAddress),
      };
    case "inside":
      return {
        in: insideIn(session.family, session.policy),
        out: byOurself(bgp, session.family, session.localAddress),
      };
  }
}

/**
 * What `next-hop-self` does not do. When an interface loses its carrier for a moment, bgpd forgets its IPv6
 * address for good in sessions that survive, and announces its IPv4 address in IPv6 form (seen on FRR 8.4;
 * FRRouting/frr#18318): IPv6 has it as a value. And a next hop that a route-map replaced on the way in stays,
 * `next-hop-self` or not (seen on FRR 8.4; 10.3 does as configured).
 *
 * What our own AS learns: all by ourselves, and if we are drained for the last choice. It has its name either
 * way, as all maps of what is announced: under another one, a reload would announce nothing for some seconds.
 */
export function byOurself(
  { siteLoopbacks, gracefulShutdown }: BgpPlan,
  family: Family,
  address: string | undefined,
): RouteMap {
  const byValue = family === 6 && address !== undefined;
  const replaced = siteLoopbacks !== undefined;
  const entry: RouteMapEntry = {
    action: "permit",
    ...((byValue || replaced) && { ownNextHop: { family, ...(byValue && { address }) } }),
    ...(gracefulShutdown && { ...LAST_CHOICE, localPreference: 0 }),
  };
  const name = byValue ? `by-${address.replaceAll(":", "-")}` : `by-ourselves-ipv${family}`;
  return { name, entries: [entry] };
}

/** Inner routers speak for our own networks only. */
export function insideIn(family: Family, policy: BgpPolicy): RouteMap {
  const name = `inside-in-ipv${family}${preferenceSuffix(policy)}`;
  return { name, entries: [{ ...permit(family, OWN_NETWORKS), ...preference(policy) }] };
}

/** Of all that BGP knows, OSPF announces what came in from outside at this very gateway. */
export function ospfOut({ outsideTag }: OspfPlan): RouteMap {
  return { name: "ospf-out", entries: [{ action: "permit", matchTag: outsideTag }] };
}

/** The far site's address from each of its gateways, and nothing else. */
function siteIn({ family, policy, remoteSite }: BgpSession): RouteMap {
  const list = siteList(remoteSite!.device);
  const name = `site-in-ipv${family}-${list}${preferenceSuffix(policy)}`;
  return { name, entries: [{ ...permit(family, list), ...preference(policy) }] };
}

function siteOut({ family, policy }: BgpSession, bgp: BgpPlan): RouteMap {
  const { suffix, change } = announced(policy, bgp);
  const entries = [{ ...permit(family, OWN_SITE), ...change }];
  return { name: `site-out-ipv${family}${suffix}`, entries };
}

/**
 * No other site announces our own networks, or the default route where none is expected; a peer without declared
 * networks announces nothing that the plan holds. A next hop that a third party chose could be a host of ours.
 */
function tunnelIn(session: BgpSession, { never }: BgpPlan): RouteMap {
  const { family, policy, accept, acceptDefault, device, remoteSite } = session;
  const own = deny(family, OWN_SPACE);
  const suffix = `${remoteSite ? `-${remoteSite.device}` : ""}${preferenceSuffix(policy)}`;
  const change = {
    ...preference(policy),
    ...(remoteSite && { nextHop: remoteSite.nextHop }),
    ...(session.foreign && { peerNextHop: family }),
  };
  if (accept !== undefined) {
    const list = acceptList(device);
    const name = `tunnel-in-ipv${family}-${list}${suffix}`;
    return { name, entries: [own, { ...permit(family, list), ...change }] };
  }
  // A site's address must not lead to where the site's address leads.
  const site = remoteSite ? [deny(family, siteList(remoteSite.device))] : [];
  const refused = never
    ? [NEVER, ...lateLists(never, family), ...(believedNoSites(session) ? [OTHER_SITES] : [])]
    : [];
  const denied = refused.map((list) => deny(family, list));
  const rest: RouteMapEntry =
    session.longest === undefined
      ? { action: "permit", ...change }
      : { ...permit(family, anyList(session.longest)), ...change };
  if (acceptDefault) {
    const name = `tunnel-in-ipv${family}-with-default${suffix}`;
    const given = { ...permit(family, DEFAULT_ROUTE), ...change };
    return { name, entries: [own, ...site, given, ...denied, rest] };
  }
  const name = `tunnel-in-ipv${family}${suffix}`;
  return { name, entries: [own, ...site, deny(family, DEFAULT_ROUTE), ...denied, rest] };
}

/** A hub withholds what its firewall would not let through: no site hears of another that it cannot reach. */
function tunnelOut({ family, policy, transit }: BgpSession, bgp: BgpPlan): RouteMap {
  const { suffix, change } = announced(policy, bgp);
  if (!transit)
    return {
      name: `tunnel-out-ipv${family}${suffix}`,
      entries: [{ ...permit(family, OWN_NETWORKS), ...change }],
    };
  const rest: RouteMapEntry = { action: "permit", ...change };
  if ((bgp.withheld?.[transit] ?? []).length === 0)
    return { name: `transit-out${suffix}`, entries: [rest] };
  const withheld: RouteMapEntry = { action: "deny", matchAsPath: WITHHELD[transit] };
  return { name: `${WITHHELD[transit]}-out${suffix}`, entries: [withheld, rest] };
}

/** AS path lists: of sites without any transit, and of third parties besides. */
const WITHHELD = { open: "no-transit", apart: "transit-apart" } as const;

/** The AS path lists that route-maps refer to: whatever begins with one of these AS numbers. */
export function asPathLists({ withheld }: BgpPlan, routeMaps: readonly RouteMap[]): AsPathList[] {
  const named = routeMaps.flatMap(({ entries }) => entries.flatMap((it) => it.matchAsPath ?? []));
  return (["open", "apart"] as const)
    .filter((transit) => named.includes(WITHHELD[transit]))
    .map((transit) => ({ name: WITHHELD[transit], firstAsns: withheld![transit] }));
}

function announced({ med, prepend, communities = [] }: BgpPolicy, { gracefulShutdown }: BgpPlan) {
  const all = [...communities, ...(gracefulShutdown ? LAST_CHOICE.addCommunities : [])];
  const words = [
    ...communities.map((one) => one.replace(":", "-")),
    ...(med === undefined ? [] : ["med", med]),
    ...(prepend === undefined ? [] : ["prepend", prepend.length]),
  ];
  return {
    suffix: words.map((word) => `-${word}`).join(""),
    change: { prepend, metric: med, ...(all.length > 0 && { addCommunities: all }) },
  };
}

/**
 * What is to be the last choice (RFC 8326) is so from the partner too: else each of the two, whose own
 * way there FRR ranks last, would take the other's for better.
 */
function pairIn(policy: BgpPolicy): RouteMap | undefined {
  if (policy.localPreference === undefined) return undefined;
  const last: RouteMapEntry = {
    action: "permit",
    matchCommunity: GRACEFUL_SHUTDOWN.name,
    localPreference: 0,
  };
  const entries: RouteMapEntry[] = [last, { action: "permit", ...preference(policy) }];
  return { name: `pair-in${preferenceSuffix(policy)}`, entries };
}

/** The community lists that route-maps refer to. */
export function communityLists(routeMaps: readonly RouteMap[]): CommunityList[] {
  const named = routeMaps.flatMap(({ entries }) => entries.map((entry) => entry.matchCommunity));
  return named.includes(GRACEFUL_SHUTDOWN.name) ? [GRACEFUL_SHUTDOWN] : [];
}

function permit(family: Family, prefixList: string): RouteMapEntry {
  return { action: "permit", match: { family, prefixList } };
}

function deny(family: Family, prefixList: string): RouteMapEntry {
  return { action: "deny", match: { family, prefixList } };
}

function preference({ localPreference, tag }: BgpPolicy): Partial<RouteMapEntry> {
  return {
    ...(localPreference === undefined ? {} : { localPreference }),
    ...(tag === undefined ? {} : { tag }),
  };
}

function preferenceSuffix({ localPreference }: BgpPolicy): string {
  return localPreference === undefined ? "" : `-preference-${localPreference}`;
}

/** And a VRF's is a site's. */
function siteList(device: string): string {
  return `site-${device}`;
}

/** A tunnel's device is its name on this gateway. */
function acceptList(device: string): string {
  return `from-${device}`;
}

/** Everything up to a length. */
function anyList(longest: number): string {
  return `up-to-${longest}`;
}

/** Of the networks of our own links those that are announced, as `network` would have it. */
export function linksOut(family: Family): RouteMap {
  return {
    name: `own-links-ipv${family}`,
    entries: [{ ...permit(family, OWN_LINKS), origin: "igp" }],
  };
}

/** The prefix lists that route-maps refer to, sorted as FRR 10 sorts them. */
export function prefixLists(
  bgp: BgpPlan,
  routeMaps: readonly RouteMap[],
  ownLinks: readonly string[],
): PrefixList[] {
  const lists = FAMILIES.flatMap((family) => {
    const matches = routeMaps.flatMap(({ entries }) => entries.flatMap(({ match }) => match ?? []));
    const names = matches.filter((it) => it.family === family).map((it) => it.prefixList);
    const known = rangesOf(bgp, family, ownLinks);
    return [...new Set(names)].sort().map((name) => ({ family, name, known }));
  });
  return lists.map(({ family, name, known }) => {
    const late = bgp.never && isLate(bgp.never, name, family);
    return { family, name, prefixes: late ? [] : known(name), ...(late && { late }) };
  });
}

/** What the lists of a family permit, by their names. */
function rangesOf(bgp: BgpPlan, family: Family, ownLinks: readonly string[]) {
  const all = WIDTH[family];
  const lists = new Map<string, PrefixRange[]>([
    [DEFAULT_ROUTE, ranges(family, [EVERYTHING[family]])],
    [OWN_NETWORKS, ranges(family, bgp.networks, bgp.longest[family])],
    [OWN_SPACE, ranges(family, bgp.networks, all)],
    [OWN_SITE, ranges(family, bgp.siteLoopbacks ?? [], all)],
    [OWN_LINKS, ranges(family, ownLinks)],
    [OTHER_SITES, ranges(family, bgp.never?.otherSites ?? [], all)],
    [NEVER, bgp.never ? neverPrefixes(bgp.never, family) : []],
  ]);
  for (const { device, accept, longest, carries, remoteSite, ...session } of bgp.sessions) {
    if (session.family !== family) continue;
    if (remoteSite)
      lists.set(siteList(remoteSite.device), ranges(family, [hostPrefix(remoteSite.address)], all));
    if (accept && carries !== "site-loopback")
      lists.set(acceptList(device), ranges(family, accept, longest));
    if (longest !== undefined)
      lists.set(anyList(longest), [{ prefix: EVERYTHING[family], upTo: longest }]);
  }
  return (name: string): PrefixRange[] => lists.get(name) ?? [];
}

/** Networks, with what lies within up to a length; the default route stands for itself. */
function ranges(family: Family, prefixes: readonly string[], upTo?: number): PrefixRange[] {
  return prefixes
    .filter((prefix) => familyOf(prefix) === family)
    .sort(comparePrefixes)
    .map((prefix) => (isDefault(prefix) ? { prefix } : { prefix, upTo }));
}
