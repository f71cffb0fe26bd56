import { Family } from "../../model/ip";
import { PeerKindName } from "../../model/peer";
import { BfdProfilePlan } from "../types/bfd";
import { BgpTimers, PrefixLimit } from "../types/bgp";
import { Layer, PolicyEnd, TunnelEnd } from "../types/vpn";

/** A third-party gateway as it has to be set up: the source of its sheet. */
export interface PeerPlan {
  readonly path: string;
  readonly name: string;
  readonly kind: PeerKindName;
  readonly description?: string;
  /** Unset: it comes from anywhere. */
  readonly address?: string;
  /** Of the addresses that IKE and ESP run between. */
  readonly family: Family;
  readonly asn?: number;
  /** Whether its sessions are to have it (RFC 5082). */
  readonly ttlSecurity?: boolean;
  readonly routerId: string;
  /** What it is to announce. */
  readonly networks: readonly string[];
  /** Number of prefixes that it is expected to announce, per address family. */
  readonly expectedPrefixes?: number;
  /** What it must never send past its tunnels: what lies behind them, but for the default route. */
  readonly protectedNetworks: readonly string[];
  readonly links: readonly PeerLink[];
  readonly policyLinks: readonly PolicyLink[];
}

/** What a peer's VPNs of either kind have. */
interface AnyLink {
  /** Our gateway at the other end. */
  readonly gateway: { readonly path: string; readonly name: string };
  readonly layers: readonly Layer[];
  readonly udpEncapsulation: boolean;
}

/** A policy-based VPN, seen from the peer. */
export interface PolicyLink extends AnyLink {
  readonly end: PolicyEnd;
}

/** A route-based VPN, seen from the peer. */
export interface PeerLink extends AnyLink {
  readonly end: TunnelEnd;
  /** Construct path of the mesh that made the VPN. */
  readonly mesh?: string;
  readonly routing: "static" | "none" | "bgp";
  /** What the peer routes into the tunnel by itself. */
  readonly staticRoutes: readonly string[];
  readonly sessions: readonly PeerSession[];
  readonly bfd?: BfdProfilePlan;
}

/** A BGP session, seen from the peer. */
export interface PeerSession {
  readonly localAddress: string;
  readonly neighbor: string;
  readonly family: Family;
  readonly remoteAsn: number;
  readonly timers: BgpTimers;
  /** Both ends send with 255 hops, and take nothing that a router has forwarded (RFC 5082). */
  readonly ttlSecurity?: true;
  /** What we announce; undefined: whatever we have learned. */
  readonly announced?: readonly string[];
  /** Longest prefix that we announce within those. */
  readonly longestAnnounced: number;
  /** Prefixes that we may announce at most. */
  readonly limit: PrefixLimit;
  /** Whether whatever we have learned includes the default route. */
  readonly announcesDefault: boolean;
  /** What we accept; undefined: anything but our own networks. */
  readonly accepted?: readonly string[];
  /** Prefixes that we accept at most; with more of them we end the session. */
  readonly acceptedLimit: number;
  /** Whether anything includes the default route. */
  readonly acceptsDefault: boolean;
  /** MED of what we announce; lowest wins. */
  readonly med?: number;
}
