import { Family } from "../../model/ip";
import { SecretIntent } from "../../model/vpn";

export interface BgpPlan {
  readonly asn: number;
  readonly routerId: string;
  /** Announced while they are in the routing table. */
  readonly networks: readonly string[];
  /** Likewise, announced in sessions that carry nothing else; as prefixes. */
  readonly siteLoopbacks?: readonly string[];
  readonly maximumPaths: number;
  /** Longest prefix that is announced of each IPv4 and IPv6 network, and accepted from inner routers. */
  readonly longest: Readonly<Record<Family, number>>;
  /** What peers that may announce anything may not announce; where there are such peers. */
  readonly never?: NeverPlan;
  /** AS numbers of neighbors whose routes are not passed on in sessions with such transit. */
  readonly withheld?: Readonly<Record<"open" | "apart", readonly number[]>>;
  /** Whether neighbors are asked to prefer any other path (RFC 8326). */
  readonly gracefulShutdown?: true;
  readonly sessions: readonly BgpSession[];
  /** Inner routers that may connect from anywhere in these prefixes. */
  readonly listen?: InsideListen;
}

export interface BgpSession {
  readonly kind: "tunnel" | "pair" | "inside";
  /** Name of the gateway at the far end of a tunnel. */
  readonly peer?: string;
  readonly device: string;
  readonly neighbor: string;
  /** Our own address on the link that leads to the neighbor, for neighbors of our own AS. */
  readonly localAddress?: string;
  readonly remoteAsn: number;
  readonly description: string;
  readonly family: Family;
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
  /** Of TCP MD5 (RFC 2385). */
  readonly secret?: SecretIntent;
  /** Set where routers are between: BFD then has another port (RFC 5883). */
  readonly multihop?: true;
  /**
   * Both ends send with 255 hops, and take nothing that a router has forwarded (RFC 5082). On our gateways by the
   * firewall: FRR would then watch the session by BFD of several hops.
   */
  readonly ttlSecurity?: "firewall" | "daemon";
  /** What the neighbor may announce: these alone, or anything but our own networks. */
  readonly accept?: readonly string[];
  /** Whether anything includes the default route. */
  readonly acceptDefault?: boolean;
  /** Longest prefix within those, or of anything; without it, any length. */
  readonly longest?: number;
  readonly limit: PrefixLimit;
  /** A third party's gateway: its next hops, its AS path and other sites' networks are not accepted as they come. */
  readonly foreign?: true;
  /** Whether it may pass on the networks of other sites. */
  readonly hub?: true;
  /**
   * A hub passes on what it learned, as far as its firewall passes packets on: to third parties nothing of another one.
   * Everyone else announces its own networks only.
   */
  readonly transit: false | "open" | "apart";
  readonly policy: BgpPolicy;
  /** Set where a tunnel has a session for each; else one carries all there is. */
  readonly carries?: "site-loopback" | "networks";
  /** The far site, where its networks and its address come in sessions of their own. */
  readonly remoteSite?: {
    readonly address: string;
    /** Of its networks, in place of the neighbor; and the device that it leads to. */
    readonly nextHop: string;
    readonly device: string;
  };
}

export interface BgpPolicy {
  /** Preference of what comes in, within our AS; highest wins (RFC 4271, 5.1.5). */
  readonly localPreference?: number;
  /** Sent to the other AS; lowest wins (RFC 4271, 5.1.4). */
  readonly med?: number;
  /** Put before our own AS number in what goes out, so that the path looks longer (RFC 4271, 5.1.2). */
  readonly prepend?: readonly number[];
  /** Of what goes out (RFC 1997). */
  readonly communities?: readonly string[];
  /** Marks what comes in, on this gateway alone; BGP announces it to no peer. */
  readonly tag?: number;
}

export interface BgpTimers {
  readonly keepaliveSeconds: number;
  readonly holdTimeSeconds: number;
  readonly connectRetrySeconds: number;
}

export interface InsideListen {
  readonly device: string;
  readonly prefixes: readonly string[];
  /** Of TCP MD5 (RFC 2385). */
  readonly secret: SecretIntent;
  /** Of each address family. */
  readonly limits: Readonly<Record<Family, PrefixLimit>>;
  /** Our own there, in the order of the prefixes. */
  readonly localAddresses: readonly string[];
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
}

/** Number of prefixes at which a session ends, or FRR only logs a warning. */
export interface PrefixLimit {
  readonly prefixes: number;
  readonly warningOnly?: true;
}

/** What the plan itself holds, and bogons. */
export interface NeverPlan {
  /** Denied with all that is within. */
  readonly within: readonly string[];
  /** Every prefix that one of these addresses is in is denied. */
  readonly covering: readonly UnderlayAddress[];
  /** Networks of other sites, which only a hub may announce. */
  readonly otherSites: readonly string[];
}

export interface UnderlayAddress {
  /** Or a placeholder. */
  readonly address: string;
  readonly family: Family;
}
