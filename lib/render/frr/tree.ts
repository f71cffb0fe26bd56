import { Family } from "../../model/ip";

/** frr.conf as data, in the words of FRR's own configuration. */
export interface FrrDocument {
  /** The construct that the configuration comes from. */
  readonly path: string;
  readonly hostname: string;
  /** FRR 10 shows filters before the router that uses them, FRR 8 after it. */
  readonly filtersFirst: boolean;
  /** Whether FRR seeks next hops by the default route by default: FRR 10 does, FRR 8 does not. */
  readonly nextHopsByDefault: boolean;
  readonly keyChains: readonly KeyChain[];
  readonly prefixLists: readonly PrefixList[];
  readonly communityLists: readonly CommunityList[];
  readonly asPathLists: readonly AsPathList[];
  readonly routeMaps: readonly RouteMap[];
  readonly staticRoutes: readonly StaticRoute[];
  readonly vrfs: readonly Vrf[];
  readonly router: BgpRouter;
  /** OSPF, at most one for each family. */
  readonly ospf: readonly OspfRouter[];
  readonly bfdProfiles: readonly BfdProfile[];
  /** Neighbors that bfdd watches whether or not another daemon has asked for it. */
  readonly bfdPeers: readonly BfdPeer[];
  /** The app's own lines of the top level. */
  readonly added: readonly string[];
}

export interface StaticRoute {
  readonly prefix: string;
  /** Without, the device itself. */
  readonly via?: string;
  readonly device: string;
}

/** A VRF of the kernel: FRR 10 shows any, FRR 8 those with routes or filters of OSPF. */
export interface Vrf {
  readonly name: string;
  readonly staticRoutes: readonly StaticRoute[];
  /** Addresses of the machine's own table, one for each family, that the default routes follow. */
  readonly defaultsFollow: readonly string[];
}

/** A list of prefixes that are permitted; one without any permits nothing. */
export interface PrefixList {
  readonly family: Family;
  readonly name: string;
  readonly prefixes: readonly PrefixRange[];
  /** The prefixes that an address is in, where only Terraform knows it: one placeholder for all of them. */
  readonly late?: string;
}

export interface PrefixRange {
  readonly prefix: string;
  /** Length of the longest prefix within that is meant too. */
  readonly upTo?: number;
}

/** A list that permits one community. */
export interface CommunityList {
  readonly name: string;
  readonly community: WellKnownCommunity;
}

/** A list that permits AS paths that begin with one of these. */
export interface AsPathList {
  readonly name: string;
  readonly firstAsns: readonly number[];
}

/** By FRR's name for it. */
export type WellKnownCommunity = "graceful-shutdown";

export interface RouteMap {
  readonly name: string;
  readonly entries: readonly RouteMapEntry[];
}

export interface RouteMapEntry {
  readonly action: "permit" | "deny";
  /** Without, the entries are numbered in tens. */
  readonly sequence?: number;
  /** What the entry is about; without it, every route. */
  readonly match?: { readonly family: Family; readonly prefixList: string };
  /** Name of a community list. */
  readonly matchCommunity?: string;
  readonly matchTag?: number;
  /** Name of an AS path list. */
  readonly matchAsPath?: string;
  readonly localPreference?: number;
  /** An address of the family. */
  readonly nextHop?: string;
  /** As the next hop of what comes in: the neighbor itself. */
  readonly peerNextHop?: Family;
  /** As the next hop of what is announced: our own address, by default that of the session. */
  readonly ownNextHop?: { readonly family: Family; readonly address?: string };
  /** In ascending order, as FRR shows them. */
  readonly addCommunities?: readonly string[];
  readonly prepend?: readonly number[];
  readonly metric?: number;
  readonly origin?: "igp";
  readonly tag?: number;
  /** The app's own lines. */
  readonly lines?: readonly string[];
  /** Name of a route-map that has the last word on what this entry permits. */
  readonly call?: string;
}

export interface BgpRouter {
  readonly asn: number;
  /** The VRF that it routes in; without, the machine's own table. */
  readonly vrf?: string;
  readonly routerId: string;
  readonly multipathRelax: boolean;
  readonly neighbors: readonly Neighbor[];
  readonly listenRanges: readonly { readonly prefix: string; readonly peerGroup: string }[];
  readonly families: readonly AddressFamily[];
  /** The app's own lines. */
  readonly added: readonly string[];
}

export interface KeyChain {
  readonly name: string;
  /** A key, or the placeholder of one: key 1, for HMAC-SHA-256. */
  readonly key: string;
}

export interface OspfRouter {
  readonly family: Family;
  /** The VRF that its interfaces are in; without, the machine's own table. */
  readonly vrf?: string;
  readonly routerId: string;
  readonly area: string;
  readonly devices: readonly string[];
  readonly bfdProfile?: string;
  /** What proves to neighbors that this is a router of the segment: a key chain, or a key of MD5. */
  readonly authentication?: { readonly keyChain: string } | { readonly md5: string };
  /** Timers that are not FRR's own. */
  readonly helloIntervalSeconds?: number;
  readonly deadIntervalSeconds?: number;
  /** What of BGP's routes becomes external routes, and their metric. */
  readonly redistribute: { readonly routeMap: string; readonly metric: number };
  /** What of its routes the gateway takes. */
  readonly routeMapIn: string;
}

export interface Neighbor {
  /** An address, or the name of a peer group. */
  readonly name: string;
  readonly peerGroup: boolean;
  readonly remoteAsn: number;
  readonly description?: string;
  readonly bfdProfile?: string;
  /** A key, or the placeholder of one. */
  readonly password?: string;
  /** Ends the session when a path begins with another AS than the neighbor's. */
  readonly enforceFirstAs?: boolean;
  /** Hops to the neighbor are counted: no packet of it has been forwarded (RFC 5082). */
  readonly ttlSecurity?: boolean;
  /** Takes next hops from a neighbor of another AS that are not on the link with it. */
  readonly anyNextHop?: boolean;
  readonly keepaliveSeconds: number;
  readonly holdTimeSeconds: number;
  /** A peer group that only listens never connects. */
  readonly connectRetrySeconds?: number;
  /** The app's own lines, from behind the address. */
  readonly added?: readonly string[];
}

export interface AddressFamily {
  readonly family: Family;
  readonly networks: readonly string[];
  /** Route-map of what is announced of the networks of our own links. */
  readonly redistributeConnected?: string;
  readonly neighbors: readonly FamilyNeighbor[];
  /** Equal paths of other ASes, and of our own, that are used at once; FRR would use all. */
  readonly maximumPaths?: number;
  /** The app's own lines. */
  readonly added: readonly string[];
}

export interface FamilyNeighbor {
  readonly name: string;
  readonly nextHopSelf: boolean;
  readonly limit?: { readonly prefixes: number; readonly warningOnly?: true };
  readonly routeMapIn?: string;
  readonly routeMapOut?: string;
  /** The app's own lines, from behind the address. */
  readonly added?: readonly string[];
}

/** Timers that are not FRR's own. */
export interface BfdProfile {
  readonly name: string;
  readonly detectMultiplier?: number;
  readonly transmitIntervalMs?: number;
  readonly receiveIntervalMs?: number;
  readonly passiveMode?: boolean;
  readonly echoMode?: boolean;
  readonly echoIntervalMs?: number;
}

export interface BfdPeer {
  readonly neighbor: string;
  /** Of a neighbor on a link of ours. */
  readonly device?: string;
  /** Our own address, where routers are between. */
  readonly multihopFrom?: string;
  readonly vrf?: string;
  readonly profile: string;
}
