import { Family } from "../../model/ip";
import { PeerKindName } from "../../model/peer";
import { BfdProfilePlan, BgpTimers, Layer, TunnelEnd } from "../types";

/** Somebody else's gateway as it has to be set up: the source of its sheet. */
export interface PeerPlan {
  readonly path: string;
  readonly name: string;
  readonly kind: PeerKindName;
  readonly description?: string;
  readonly family: Family;
  readonly asn?: number;
  readonly routerId: string;
  /** What it is to announce. */
  readonly networks: readonly string[];
  readonly links: readonly PeerLink[];
}

/** One VPN, seen from the peer. */
export interface PeerLink {
  readonly end: TunnelEnd;
  /** Our gateway at the other end. */
  readonly gateway: { readonly path: string; readonly name: string };
  /** Construct path of the mesh that made the VPN. */
  readonly mesh?: string;
  readonly layers: readonly Layer[];
  readonly udpEncapsulation: boolean;
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
  /** What we announce; undefined: whatever we have learned. */
  readonly announced?: readonly string[];
  /** What we accept; undefined: anything but our own networks and the default route. */
  readonly accepted?: readonly string[];
  /** MED of what we announce; lowest wins. */
  readonly med?: number;
}
