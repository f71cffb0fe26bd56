import { PlatformName } from "../model/gateway";
import { Family } from "../model/ip";
import { SecretIntent } from "../model/vpn";
import { PeerPlan } from "./peers/types";

/** The whole network as it will be: the input of rendering, and plan.json. */
export interface NetworkPlan {
  readonly gateways: readonly GatewayPlan[];
  readonly tunnels: readonly TunnelPlan[];
  /** Somebody else's gateways. */
  readonly peers: readonly PeerPlan[];
  readonly sites: readonly SitePlan[];
}

/** A site of our own that speaks BGP: one gateway, or a pair of them, the primary first. */
export interface SitePlan {
  readonly path: string;
  readonly asn: number;
  /** Names of its gateways. */
  readonly gateways: readonly string[];
  readonly networks: readonly string[];
  /** How long a single failure may take traffic away; none where nobody claims anything. */
  readonly convergenceBudgetMs?: number;
}

/** One layer of a link's packets, outermost first, and the largest packet that enters it. */
export interface Layer {
  readonly protocol: string;
  readonly headerBytes: number;
  /** Largest packet that this layer carries. */
  readonly mtu: number;
}

/** A tunnel seen from outside: what a person reads, and what both ends share. */
export interface TunnelPlan {
  readonly path: string;
  readonly left: string;
  readonly right: string;
  readonly interfaceType: "xfrm" | "vti" | "vti6";
  readonly layers: readonly Layer[];
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
}

export interface GatewayPlan {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
  readonly platform: PlatformName;
  readonly underlay: {
    readonly address: string;
    readonly localAddress: string;
    readonly family: Family;
    readonly device?: string;
    readonly mtu: number;
  };
  readonly managementFrom: readonly string[];
  readonly managementPort: number;
  readonly inside: readonly InsidePlan[];
  readonly pairLink?: PairLinkPlan;
  readonly tunnels: readonly TunnelEnd[];
  /** Routes into tunnels for networks without BGP. */
  readonly staticRoutes: readonly { readonly prefix: string; readonly device: string }[];
  /** Networks behind tunnels: what no tunnel carries is dropped, never sent in clear text. */
  readonly protectedNetworks: readonly string[];
  /** Connected prefixes of our side, which must not be sought by the default route either. */
  readonly ownPrefixes: readonly string[];
  readonly bgp?: BgpPlan;
  readonly bfdProfiles: readonly BfdProfilePlan[];
}

export type InsidePlan = {
  readonly device: string;
  readonly addresses: readonly string[];
  readonly mtu?: number;
  readonly vxlan?: {
    readonly vni: number;
    readonly underlay: string;
    readonly underlayAddresses: readonly string[];
    readonly port: number;
    readonly group?: string;
    readonly peers: readonly string[];
  };
};

export interface PairLinkPlan {
  readonly partner: string;
  readonly device: string;
  /** Set where the link has a device of its own; empty where it shares the inside segment. */
  readonly addresses: readonly string[];
  readonly partnerAddresses: readonly string[];
  readonly shared: boolean;
}

/** One gateway's end of a tunnel. */
export interface TunnelEnd {
  readonly path: string;
  readonly side: "left" | "right";
  readonly peer: string;
  /** Somebody else's gateway: what it answers is not ours to expect. */
  readonly foreignPeer: boolean;
  readonly description?: string;
  readonly initiator: boolean;
  readonly ipsec: {
    readonly kind: "xfrm" | "vti" | "vti6";
    readonly device: string;
    /** if_id of an XFRM interface; mark and key of a VTI. */
    readonly id: number;
    readonly mtu: number;
    /** Set where the peer needs a CHILD SA for each of these families; else one carries both. */
    readonly families?: readonly Family[];
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
    readonly localAddress: string;
    readonly remoteAddress: string;
    readonly localId: string;
    readonly remoteId: string;
    readonly secret: SecretIntent;
    readonly ikeProposals: readonly string[];
    readonly espProposals: readonly string[];
    readonly forceUdpEncapsulation: boolean;
    readonly dpdDelaySeconds: number;
    readonly ikeRekeySeconds?: number;
    readonly childRekeySeconds?: number;
  };
  readonly gre?: {
    readonly path: string;
    readonly device: string;
    readonly family: Family;
    readonly local: string;
    readonly remote: string;
    readonly key?: number;
    readonly mtu: number;
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
  };
  /** The interface that routes and sessions use: the GRE's, else the IPsec one. */
  readonly device: string;
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
  readonly addresses: readonly string[];
  readonly peerAddresses: readonly string[];
}

export interface BfdProfilePlan {
  readonly name: string;
  readonly transmitIntervalMs: number;
  readonly receiveIntervalMs: number;
  readonly detectMultiplier: number;
}

export interface BgpTimers {
  readonly keepaliveSeconds: number;
  readonly holdTimeSeconds: number;
  readonly connectRetrySeconds: number;
}

export interface BgpPlan {
  readonly asn: number;
  readonly routerId: string;
  /** Announced where they are in the routing table (FRR's network import-check). */
  readonly networks: readonly string[];
  readonly maximumPaths: number;
  readonly sessions: readonly BgpSession[];
  /** Inner routers that may connect from anywhere in these prefixes. */
  readonly listen?: InsideListen;
}

export interface BgpPolicy {
  /** Preference of what comes in, within our AS; highest wins (RFC 4271, 5.1.5). */
  readonly localPreference?: number;
  /** Told to the other AS; lowest wins (RFC 4271, 5.1.4). */
  readonly med?: number;
}

export interface BgpSession {
  readonly kind: "tunnel" | "pair" | "inside";
  readonly device: string;
  readonly neighbor: string;
  readonly remoteAsn: number;
  readonly description: string;
  readonly family: Family;
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
  /** What the neighbour may announce: these alone, or anything but our own networks. */
  readonly accept?: readonly string[];
  /** A hub passes on what it learned; everyone else announces its own networks only. */
  readonly transit: boolean;
  readonly policy: BgpPolicy;
}

export interface InsideListen {
  readonly device: string;
  readonly prefixes: readonly string[];
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
}
