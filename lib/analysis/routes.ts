import { familyOf, isDefault } from "../model/ip";
import { losesLink, lostGateway, lostInside, Lost, NOTHING, seenByRouting } from "./lost";
import { WalkedBgp, WalkedGateway, WalkedSession } from "./walked";

/**
 * Where packets go when BGP has settled: RFC 4271's decision process over the sessions and policies
 * of a plan, with a router that speaks iBGP, or OSPF, on each site's inside, or a host that sends all
 * to a virtual router.
 */
export interface Settled {
  /**
   * What a packet for a prefix passes, one list of names for each equal path: `from` first, then
   * gateways. None where it is dropped; a path that comes back to where it was is none either.
   */
  paths(from: string, prefix: string): string[][];
}

interface Route {
  readonly prefix: string;
  readonly preference: number;
  readonly asPath: readonly number[];
  readonly med: number;
  readonly learned: "local" | "outside" | "inside";
  readonly nextHop: string;
  /** Bears the community of RFC 8326, which makes it the last choice of another AS. */
  readonly gracefulShutdown?: true;
  /** Set by the gateway that learned it outside, announced to no neighbor. */
  readonly tag?: number;
}

interface Adjacency {
  readonly to: string;
  readonly internal: boolean;
  /** What the sender does to a route, or nothing if it keeps it. */
  send(route: Route): Route | undefined;
  receive(route: Route): Route | undefined;
}

/** A gateway with routing; the others have nothing to settle. */
type WalkedOspf = NonNullable<WalkedGateway["ospf"]>;

type Speaker = WalkedGateway & { readonly bgp: WalkedBgp };

/** More than any chain of sessions is long: sites, a hub, its partner. */
const ROUNDS = 20;

/** As many equal paths as the inside may use. */
const INSIDE_PATHS = 8;

/** The name of the inside of a site, as an end of paths. */
export function insideOf(asn: number): string {
  return `inside of ${asn}`;
}

/** Where packets go when something is lost: as often as it is asked, settled once. */
export type Settling = (lost: Lost) => Settled;

export function settling(gateways: readonly WalkedGateway[]): Settling {
  const known = new Map<string, Settled>();
  return (lost) => {
    const seen = seenByRouting(lost);
    const settled = known.get(seen) ?? settle(gateways, lost);
    known.set(seen, settled);
    return settled;
  };
}

export function settle(gateways: readonly WalkedGateway[], lost: Lost = NOTHING): Settled {
  const live = gateways.filter(
    (one): one is Speaker => one.bgp !== undefined && !lost.has(lostGateway(one.name)),
  );
  const speakers = new Map<string, Adjacency[]>(live.map(({ name }) => [name, []]));
  for (const { bgp } of live) speakers.set(insideOf(bgp.asn), []);
  for (const sender of live) {
    for (const receiver of live) connect(sender, receiver, speakers, lost);
    if (!sender.vrrp && !lost.has(lostInside(sender.name))) connectInside(sender, speakers);
  }
  const first = () =>
    new Map([...speakers.keys()].map((name) => [name, originated(name, live, lost)]));
  let tables = first();
  for (let round = 0; round < ROUNDS; round++) {
    const next = first();
    for (const [sender, adjacencies] of speakers) {
      const best = bestOf(tables.get(sender)!);
      for (const adjacency of adjacencies) pass(sender, adjacency, best, next);
    }
    if (JSON.stringify([...next]) === JSON.stringify([...tables])) break;
    tables = next;
  }
  const width = new Map(live.map(({ name, bgp }) => [name, bgp.maximumPaths]));
  const virtualRouters = activeRouters(live, lost);
  const follow = (name: string, prefix: string, seen: readonly string[]): string[][] => {
    if (seen.includes(name)) return [];
    const here = [...seen, name];
    const active = virtualRouters.get(name);
    if (active !== undefined) return follow(active, prefix, here);
    const routes = (tables.get(name) ?? []).filter((route) => route.prefix === prefix);
    return equalBest(routes)
      .slice(0, width.get(name) ?? INSIDE_PATHS)
      .flatMap(({ learned, nextHop }) =>
        learned === "local" ? [here] : follow(nextHop, prefix, here),
      );
  };
  return { paths: (from, prefix) => follow(from, prefix, []) };
}

function pass(
  sender: string,
  { to, internal, send, receive }: Adjacency,
  best: readonly Route[],
  tables: Map<string, Route[]>,
): void {
  for (const route of best) {
    // Without route reflection (RFC 4271, 9.2).
    if (internal && route.learned === "inside") continue;
    const sent = send({ ...route, nextHop: sender });
    const received = sent && receive(sent);
    if (received) tables.get(to)!.push(received);
  }
}

function originated(name: string, live: readonly Speaker[], lost: Lost): Route[] {
  const own = live.find((it) => it.name === name);
  if (!own || lost.has(lostInside(name))) return [];
  return own.bgp.networks.map((prefix) => ({
    prefix,
    preference: 100,
    asPath: [],
    med: 0,
    learned: "local",
    nextHop: name,
  }));
}

/** Sessions are found by the receiver's addresses, as the daemons find them. */
function connect(
  sender: Speaker,
  receiver: Speaker,
  speakers: Map<string, Adjacency[]>,
  lost: Lost,
): void {
  if (sender === receiver || losesLink(lost, sender.name, receiver.name)) return;
  const own = ownAddresses(receiver);
  const senders = ownAddresses(sender);
  for (const out of sender.bgp.sessions.filter((it) => own.has(it.neighbor))) {
    // Follows the same policies as the networks do.
    if (out.carries === "site-loopback") continue;
    const back = receiver.bgp.sessions.find(
      ({ family, carries, neighbor }) =>
        family === out.family && carries === out.carries && senders.has(neighbor),
    );
    if (!back) continue;
    const internal = out.kind === "pair";
    const throughInside = internal && sender.pairLink?.shared;
    if (throughInside && [sender, receiver].some(({ name }) => lost.has(lostInside(name))))
      continue;
    speakers.get(sender.name)!.push({
      to: receiver.name,
      internal,
      send: (route) =>
        familyOf(route.prefix) === out.family ? sent(sender, out, route) : undefined,
      receive: (route) => received(receiver, back, route),
    });
  }
}

function ownAddresses({ tunnels, pairLink, inside }: WalkedGateway): Set<string> {
  const shared = pairLink?.shared ? inside[0]!.addresses : (pairLink?.addresses ?? []);
  const ofTunnels = tunnels.flatMap(({ addresses, forNetworks }) => [
    ...addresses,
    ...(forNetworks?.addresses ?? []),
  ]);
  const all = [...ofTunnels, ...shared];
  return new Set(all.map((address) => address.split("/")[0]!));
}

function sent({ bgp }: Speaker, session: WalkedSession, route: Route): Route | undefined {
  if (session.kind === "pair") {
    return bgp.gracefulShutdown ? { ...route, preference: 0, gracefulShutdown: true } : route;
  }
  if (!session.transit && !bgp.networks.includes(route.prefix)) return undefined;
  const { prepend = [], med = 0 } = session.policy;
  const gracefulShutdown = bgp.gracefulShutdown ?? route.gracefulShutdown;
  return { ...route, asPath: [bgp.asn, ...prepend, ...route.asPath], med, gracefulShutdown };
}

function received({ bgp }: Speaker, session: WalkedSession, route: Route): Route | undefined {
  const { localPreference, tag } = session.policy;
  if (session.kind === "pair") {
    const preference = route.gracefulShutdown ? 0 : (localPreference ?? route.preference);
    return { ...route, learned: "inside", preference, tag };
  }
  const refused = route.asPath.includes(bgp.asn) || bgp.networks.includes(route.prefix);
  const accepted = session.accept
    ? session.accept.includes(route.prefix)
    : session.acceptDefault || !isDefault(route.prefix);
  if (refused || !accepted) return undefined;
  const preference = route.gracefulShutdown ? 0 : (localPreference ?? 100);
  return { ...route, learned: "outside", preference, tag };
}

/** Who has a site's virtual addresses, whatever it knows of the way on: the highest priority (RFC 9568, 6.4). */
function activeRouters(live: readonly Speaker[], lost: Lost): Map<string, string> {
  const able = live.filter(({ name, vrrp }) => vrrp && !lost.has(lostInside(name)));
  const ascending = [...able].sort((a, b) => a.vrrp!.priority - b.vrrp!.priority);
  return new Map(ascending.map(({ name, bgp }) => [insideOf(bgp.asn), name]));
}

function connectInside({ name, bgp, ospf }: Speaker, speakers: Map<string, Adjacency[]>): void {
  const same = (route: Route): Route => ({ ...route, learned: "inside" });
  const last = (route: Route): Route => ({ ...route, preference: 0 });
  const told = bgp.gracefulShutdown ? last : same;
  const send = (route: Route) => (ospf ? redistributed(ospf, route) : told(route));
  speakers.get(name)!.push({ to: insideOf(bgp.asn), internal: true, send, receive: same });
}

/** An external route: its metric alone counts (RFC 2328, 16.4). Own networks the inside has itself. */
function redistributed(
  { externalMetric, outsideTag }: WalkedOspf,
  route: Route,
): Route | undefined {
  if (route.learned === "local") return route;
  if (route.tag !== outsideTag) return undefined;
  return { ...route, preference: -externalMetric, asPath: [], med: 0 };
}

/** One best route for each prefix: what a speaker passes on. */
function bestOf(table: readonly Route[]): Route[] {
  const byPrefix = new Map<string, Route[]>();
  for (const route of table) {
    const known = byPrefix.get(route.prefix);
    if (known) known.push(route);
    else byPrefix.set(route.prefix, [route]);
  }
  return [...byPrefix.values()].map((routes) => equalBest(routes)[0]!);
}

/** RFC 4271, 9.1.2.2, up to where routes count as equal for multipath. */
function equalBest(routes: readonly Route[]): Route[] {
  const rank = ({ preference, learned, asPath, med }: Route) => [
    -preference,
    learned === "local" ? 0 : 1,
    asPath.length,
    med,
    learned === "outside" ? 0 : 1,
  ];
  const compare = (a: Route, b: Route) => {
    const [x, y] = [rank(a), rank(b)];
    const at = x.findIndex((value, index) => value !== y[index]);
    return at < 0 ? 0 : x[at]! - y[at]!;
  };
  const sorted = [...routes].sort(
    (a, b) => compare(a, b) || (a.nextHop < b.nextHop ? -1 : a.nextHop > b.nextHop ? 1 : 0),
  );
  return sorted.filter((route) => compare(route, sorted[0]!) === 0);
}
