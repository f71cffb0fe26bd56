import { PeerPlan } from "../peers/types";
import { GatewayPlan } from "./gateway";
import { InterfaceType, Layer } from "./vpn";

/** The whole network as it will be: the input of rendering, and plan.json. */
export interface NetworkPlan {
  readonly gateways: readonly GatewayPlan[];
  readonly tunnels: readonly TunnelPlan[];
  /** Third-party gateways. */
  readonly peers: readonly PeerPlan[];
  readonly sites: readonly SitePlan[];
  /** Those without an interface; not there where the app has none. */
  readonly policyVpns?: readonly PolicyVpnPlan[];
}

/** A site of our own that speaks BGP: one gateway, or a pair of them, the primary first. */
export interface SitePlan {
  readonly path: string;
  readonly asn: number;
  /** Names of its gateways. */
  readonly gateways: readonly string[];
  readonly networks: readonly string[];
  /** Number of prefixes that it announces, per address family; else that of its networks. */
  readonly expectedPrefixes?: number;
  /** How long a single failure may take traffic away; none where the app claims none. */
  readonly convergenceBudgetMs?: number;
  /** Whether its mesh asks what two failures at once would do. */
  readonly doubleFailures?: true;
}

/** A tunnel seen from outside: what a person reads, and what both ends share. */
export interface TunnelPlan {
  readonly path: string;
  readonly left: string;
  readonly right: string;
  readonly interfaceType: InterfaceType;
  readonly layers: readonly Layer[];
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
}

/** A policy-based VPN seen from outside. */
export interface PolicyVpnPlan {
  readonly path: string;
  readonly left: string;
  readonly right: string;
  readonly leftSelectors: readonly string[];
  readonly rightSelectors: readonly string[];
  readonly layers: readonly Layer[];
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
  /** What it costs to have no interface. */
  readonly cannotCarry: readonly string[];
}
