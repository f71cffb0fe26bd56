import { Family } from "../../model/ip";
import { PlatformName } from "../../model/platform";
import { AdditionsPlan } from "./additions";
import { BfdProfilePlan, BfdTimers } from "./bfd";
import { BgpPlan } from "./bgp";
import { InsidePlan, OspfPlan, PairLinkPlan, VrrpPlan } from "./inside";
import { PicPlan } from "./pic";
import { PolicyEnd, TunnelEnd } from "./vpn";

export interface GatewayPlan {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
  readonly platform: PlatformName;
  /** Ways to the outside, which carry IKE and ESP: one, for now. */
  readonly uplinks: readonly UplinkPlan[];
  readonly managementFrom: readonly string[];
  readonly managementPort: number;
  readonly inside: readonly InsidePlan[];
  /** Set where the inside is a VRF. */
  readonly vrf?: VrfPlan;
  /** Set where the inside is a network namespace. */
  readonly namespace?: NamespacePlan;
  readonly breakout?: BreakoutPlan;
  readonly pairLink?: PairLinkPlan;
  readonly tunnels: readonly TunnelEnd[];
  readonly policyVpns?: readonly PolicyEnd[];
  /** Routes into tunnels for networks without BGP. */
  readonly staticRoutes: readonly { readonly prefix: string; readonly device: string }[];
  /** Networks behind tunnels: what no tunnel carries is dropped, never sent in clear text. */
  readonly protectedNetworks: readonly string[];
  /** Prefixes of our side, connected or behind inner routers, which must not be sought by the default route either. */
  readonly ownPrefixes: readonly string[];
  readonly traffic: TrafficPlan;
  readonly bgp?: BgpPlan;
  readonly ospf?: OspfPlan;
  readonly vrrp?: VrrpPlan;
  readonly bfdProfiles: readonly BfdProfilePlan[];
  /** Delivered over SSH, again and again: a change is kept or undone as a whole. */
  readonly overSsh?: true;
  /** Bytes that user data may have, before base64. */
  readonly userDataLimit?: number;
  /** Set in a mesh with prefix-independent convergence. */
  readonly pic?: PicPlan;
  /** How inner routers watch the gateway, where that is known to be otherwise than it watches them. */
  readonly insideRoutersBfd?: BfdTimers;
  /** Set where the app adds anything in a daemon's own words. */
  readonly additions?: AdditionsPlan;
}

export interface UplinkPlan {
  /** Unset: peers do not know it, and wait. */
  readonly address?: string;
  /** Unset: whichever the machine has. */
  readonly localAddress?: string;
  readonly family: Family;
  readonly device?: string;
  readonly mtu: number;
}

/** Limits of what comes out of tunnels. Ranges are prefixes, or `first-last`. */
export interface TrafficPlan {
  /** Source addresses that each tunnel may bring. */
  readonly sources: readonly TunnelSources[];
  /** Own networks and links: no tunnel brings a packet from there. */
  readonly ours: readonly string[];
  /** Those, networks of other sites, and what is never forwarded: closed to peers that declare nothing. */
  readonly claimed: readonly string[];
  /** Where tunnels lead to on this side. */
  readonly destinations: readonly string[];
  /** Devices of tunnels whose packets may go on into other tunnels. */
  readonly transit: readonly string[];
  /** Likewise, but not from one of these to another. */
  readonly transitApart: readonly string[];
  /** Networks behind the first kind. */
  readonly transitNetworks: readonly string[];
}

export interface TunnelSources {
  readonly device: string;
  readonly peer: string;
  readonly ranges: readonly string[];
  /** Families of which the peer declares no networks: it may send from whatever is not claimed. */
  readonly anywhere: readonly Family[];
}

/** Inside segments, pair link and the tunnels' topmost interfaces are in it, and nothing else is. */
export interface VrfPlan {
  readonly device: string;
  readonly table: number;
}

/** It holds what a VRF would, and all of a tunnel's interfaces; FRR runs in it. */
export interface NamespacePlan {
  readonly name: string;
  /** What the machine's own namespace is called beside it. */
  readonly publicName: string;
}

/** What the inside sends out by the outside, in clear. */
export interface BreakoutPlan {
  readonly prefixes: readonly string[];
  readonly masquerade: boolean;
  /** The outside's device. */
  readonly device: string;
}
