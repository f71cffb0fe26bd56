import { PlatformName } from "../model/platform";
import { Family } from "../model/ip";
import { CertificateIntent } from "../model/certificate";
import { SecretIntent } from "../model/vpn";
import { PeerPlan } from "./peers/types";

/** The whole network as it will be: the input of rendering, and plan.json. */
export interface NetworkPlan {
  readonly gateways: readonly GatewayPlan[];
  readonly tunnels: readonly TunnelPlan[];
  /** Somebody else's gateways. */
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
  /** How long a single failure may take traffic away; none where nobody claims anything. */
  readonly convergenceBudgetMs?: number;
  /** Whether its mesh asks what two failures at once would do. */
  readonly failurePairs?: true;
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

export interface GatewayPlan {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
  readonly platform: PlatformName;
  readonly underlay: {
    /** Unset: peers do not know it, and wait. */
    readonly address?: string;
    /** Unset: whichever the machine has. */
    readonly localAddress?: string;
    readonly family: Family;
    readonly device?: string;
    readonly mtu: number;
  };
  readonly managementFrom: readonly string[];
  readonly managementPort: number;
  readonly inside: readonly InsidePlan[];
  /** Set where the private side is a VRF. */
  readonly vrf?: VrfPlan;
  /** Set where the private side is a network namespace. */
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
  /** Set in a mesh with repair that does not depend on the number of prefixes. */
  readonly repair?: RepairPlan;
  /** How inner routers watch the gateway, where that is known to be otherwise than it watches them. */
  readonly insideRoutersBfd?: BfdTimers;
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

/** What makes a failure one change of a route, however many networks are behind it. */
export interface RepairPlan {
  /** What stands for the gateway's own site, one address for each family. */
  readonly siteAddresses: readonly string[];
  readonly remoteSites: readonly RemoteSitePlan[];
  /** Own networks, by way of the partner: what the gateway has lost, its partner may still have. */
  readonly partnerRoutes: readonly {
    readonly prefix: string;
    readonly via: string;
    readonly device: string;
  }[];
}

/** Another site as this gateway reaches it: through a VRF whose default route follows the site's address. */
export interface RemoteSitePlan {
  readonly path: string;
  readonly name: string;
  readonly device: string;
  readonly table: number;
  readonly siteAddresses: readonly string[];
  /** Next hops of the site's networks, in the order of siteAddresses; they lead to the device. */
  readonly nextHops: readonly string[];
  /** The gateway's own, for packets that it sends there itself. */
  readonly sources: readonly string[];
  /** Of the narrowest tunnel. */
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
}

/** Router advertisements on a segment. */
export interface AdvertisementPlan {
  readonly prefixes: readonly string[];
  readonly autonomousAddresses: boolean;
  readonly defaultRouter: boolean;
  readonly routes: readonly string[];
  /** Before the partner (RFC 4191, 2.1). */
  readonly preferred: boolean;
  readonly maxIntervalSeconds?: number;
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

/** What the inside sends out by the public side, in clear. */
export interface BreakoutPlan {
  readonly prefixes: readonly string[];
  readonly masquerade: boolean;
  /** The public side's device. */
  readonly device: string;
}

export type InsidePlan = {
  readonly device: string;
  readonly addresses: readonly string[];
  readonly mtu?: number;
  readonly advertisement?: AdvertisementPlan;
  /** Networks behind inner routers. */
  readonly routes?: readonly { readonly prefix: string; readonly via: string }[];
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

/** `gre` is GRE itself, in ESP transport mode; the others put packets into a tunnel-mode SA. */
export type InterfaceType = "xfrm" | "vti" | "vti6" | "gre";

/** One gateway's end of an IKE SA and its CHILD SA. */
export interface IpsecEnd {
  readonly localAddress?: string;
  /** Unset: the peer comes from anywhere, and its identity tells who it is. */
  readonly remoteAddress?: string;
  readonly localId: string;
  readonly remoteId: string;
  /** How the ends prove who they are: one of these three is set. */
  readonly secret?: SecretIntent;
  readonly certificate?: CertificateIntent;
  readonly publicKeys?: PublicKeys;
  readonly ikeProposals: readonly string[];
  readonly espProposals: readonly string[];
  readonly forceUdpEncapsulation: boolean;
  readonly dpdDelaySeconds: number;
  readonly ikeRekeySeconds?: number;
  readonly childRekeySeconds?: number;
}

/** SubjectPublicKeyInfo in PEM. */
export interface PublicKeys {
  readonly local: string;
  readonly remote: string;
}

/** One gateway's end of a VPN of either kind. */
export interface VpnEnd {
  readonly path: string;
  readonly side: "left" | "right";
  readonly peer: string;
  /** Somebody else's gateway: what it answers is not ours to expect. */
  readonly foreignPeer: boolean;
  readonly description?: string;
  readonly initiator: boolean;
  readonly ipsec: IpsecEnd;
}

/** One gateway's end of a policy-based VPN. */
export interface PolicyEnd extends VpnEnd {
  readonly localSelectors: readonly string[];
  readonly remoteSelectors: readonly string[];
  /** Whether its packets may go on into other tunnels with transit. */
  readonly transit?: boolean;
  /** Where packets for the selectors are routed to: only those that no policy takes reach it. */
  readonly device: string;
  /** What the gateway's own IPv4 packets for the selectors come from, so that the policies take them. */
  readonly source4?: string;
  readonly mtu: number;
  readonly mss4: number;
  readonly mss6: number;
}

/** One gateway's end of a tunnel. */
export interface TunnelEnd extends VpnEnd {
  readonly ipsec: IpsecEnd & {
    readonly kind: InterfaceType;
    readonly device: string;
    /** if_id of an XFRM interface; mark and key of a VTI; key of a GRE, where it has one. */
    readonly id?: number;
    readonly mtu: number;
    /** Set where the peer needs a CHILD SA for each of these families; else one carries both. */
    readonly families?: readonly Family[];
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
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
  /** Further addresses of that interface, of the sessions that carry networks alone. */
  readonly forNetworks?: {
    readonly path: string;
    readonly addresses: readonly string[];
    readonly peerAddresses: readonly string[];
  };
}

/** How one end of a session watches it. */
export interface BfdTimers {
  readonly transmitIntervalMs: number;
  readonly receiveIntervalMs: number;
  readonly detectMultiplier: number;
  /** Between echo packets, where there are any. */
  readonly echoIntervalMs?: number;
}

export interface BfdProfilePlan extends BfdTimers {
  readonly name: string;
  /** Whether it waits for the neighbor to begin. */
  readonly passiveMode?: boolean;
  /** Hops that packets of neighbors further off than one must have left. */
  readonly minimumTtl?: number;
}

export interface BgpTimers {
  readonly keepaliveSeconds: number;
  readonly holdTimeSeconds: number;
  readonly connectRetrySeconds: number;
}

export interface BgpPlan {
  readonly asn: number;
  readonly routerId: string;
  /** Announced while they are in the routing table. */
  readonly networks: readonly string[];
  /** Likewise, told in sessions that carry nothing else; as prefixes. */
  readonly siteAddresses?: readonly string[];
  readonly maximumPaths: number;
  /** Longest prefix that is announced of each IPv4 and IPv6 network, and accepted from inner routers. */
  readonly longest: Readonly<Record<Family, number>>;
  /** What peers that may announce anything may not announce; where there are such peers. */
  readonly never?: NeverPlan;
  /** AS numbers of neighbors whose routes are not passed on in sessions with such transit. */
  readonly withheld?: Readonly<Record<"open" | "apart", readonly number[]>>;
  /** Whether neighbours are told to go another way while there is one (RFC 8326). */
  readonly gracefulShutdown?: true;
  readonly sessions: readonly BgpSession[];
  /** Inner routers that may connect from anywhere in these prefixes. */
  readonly listen?: InsideListen;
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

/** Number of prefixes at which a session ends, or FRR only logs a warning. */
export interface PrefixLimit {
  readonly prefixes: number;
  readonly warningOnly?: true;
}

/** OSPF on the inside segments: version 2 where they have IPv4 addresses, 3 where IPv6. */
export interface OspfPlan {
  readonly routerId: string;
  readonly area: string;
  readonly segments: readonly OspfSegment[];
  readonly helloIntervalSeconds: number;
  readonly deadIntervalSeconds: number;
  readonly bfdProfile?: string;
  /** Of all routers of the segments: HMAC-SHA-256, or MD5 for version 2. */
  readonly key?: { readonly secret: SecretIntent; readonly md5: boolean };
  /** What BGP learned outside bears this tag; nothing else is redistributed. */
  readonly outsideTag: number;
  /** Of the external routes (type 2); lowest wins. */
  readonly externalMetric: number;
}

export interface OspfSegment {
  readonly device: string;
  /** Prefixes of the segment, whose addresses neighbours have. */
  readonly prefixes: readonly string[];
  /** Gateways of the site that are on the segment too; inner routers are whoever is found. */
  readonly neighbors: readonly OspfNeighbor[];
}

export interface OspfNeighbor {
  readonly family: Family;
  readonly routerId: string;
}

/** The virtual router of the inside segment: one, that has the addresses of both families (RFC 9568). */
export interface VrrpPlan {
  readonly device: string;
  readonly virtualRouterId: number;
  /** Of 1 to 254; the highest has the addresses. */
  readonly priority: number;
  readonly advertisementIntervalMs: number;
  /** How long a gateway that starts does not say so: the segment may not carry its packets yet. */
  readonly startupDelayMs: number;
  readonly preemptDelaySeconds: number;
  /** The gateway's own and its partner's on the segment, between which it is spoken. */
  readonly address: string;
  readonly partnerAddress: string;
  readonly virtualAddresses: readonly string[];
}

export interface BgpPolicy {
  /** Preference of what comes in, within our AS; highest wins (RFC 4271, 5.1.5). */
  readonly localPreference?: number;
  /** Told to the other AS; lowest wins (RFC 4271, 5.1.4). */
  readonly med?: number;
  /** Put before our own AS number in what goes out, so that the path looks longer (RFC 4271, 5.1.2). */
  readonly prepend?: readonly number[];
  /** Marks what comes in, on this gateway alone; BGP tells it to nobody. */
  readonly tag?: number;
}

export interface BgpSession {
  readonly kind: "tunnel" | "pair" | "inside";
  readonly device: string;
  readonly neighbor: string;
  /** Our own address on the link that leads to the neighbour, for neighbours of our own AS. */
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
  /** What the neighbour may announce: these alone, or anything but our own networks. */
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
  readonly carries?: "site-address" | "networks";
  /** The far site, where its networks and its address come in sessions of their own. */
  readonly remoteSite?: {
    readonly address: string;
    /** Of its networks, in place of the neighbour; and the device that it leads to. */
    readonly nextHop: string;
    readonly device: string;
  };
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
