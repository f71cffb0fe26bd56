import { Family } from "../../model/ip";
import { SecretIntent } from "../../model/vpn";

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

export interface PairLinkPlan {
  readonly partner: string;
  readonly device: string;
  /** Set where the link has a device of its own; empty where it shares the inside segment. */
  readonly addresses: readonly string[];
  readonly partnerAddresses: readonly string[];
  readonly shared: boolean;
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
  /** Prefixes of the segment, whose addresses neighbors have. */
  readonly prefixes: readonly string[];
  /** Gateways of the site that are on the segment too; inner routers are the others that are found there. */
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
