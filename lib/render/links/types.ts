import { NamespacePlan, VrfPlan } from "../../plan/types";

/** What the kernel shall have: links, addresses and routes, in the order in which they are made. */
export interface LinksDocument {
  readonly path: string;
  /** The VRF that some links are in. */
  readonly vrf?: VrfPlan;
  /** The network namespace that all of it is in; without, the machine's own. */
  readonly namespace?: NamespacePlan;
  /** Whether any route is a fallback: that takes some words more too. */
  readonly fallbacks?: boolean;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly title: string;
  readonly wants: readonly Want[];
}

export type Want = Nic | Link | Address | Flood | Route | Blackhole | Fallback | VrfWant;

/** A device that is there already. */
export interface Nic {
  readonly kind: "nic";
  readonly device: string;
  readonly mtu?: number;
}

/** A virtual device; the options as `ip link add … type` takes them. */
export interface Link {
  readonly kind: "link";
  readonly device: string;
  readonly mtu?: number;
  /** Its packets, once wrapped, leave by the outside. */
  readonly carriedOutside?: true;
  readonly type: "xfrm" | "vti" | "vti6" | "gre" | "ip6gre" | "vxlan" | "vrf" | "dummy";
  readonly options: Readonly<Record<string, string | number | undefined>>;
}

export interface Address {
  readonly kind: "address";
  readonly device: string;
  readonly address: string;
  /** Needs no duplicate address detection (RFC 4862, 5.4). */
  readonly pointToPoint: boolean;
}

/** Where a VXLAN segment sends what it floods. */
export interface Flood {
  readonly kind: "flood";
  readonly device: string;
  readonly peer: string;
}

export interface Route {
  readonly kind: "route";
  readonly prefix: string;
  /** A router on the device's segment. */
  readonly via?: string;
  readonly device: string;
  /** Number of a routing table; without, the machine's own. */
  readonly table?: number;
  /** Address of the gateway's own packets, of an IPv4 route. */
  readonly source?: string;
}

export interface Blackhole {
  readonly kind: "blackhole";
  readonly prefix: string;
  readonly table?: number;
}

/** The way to a prefix where no better one is left, which routing daemons take no notice of. */
export interface Fallback {
  readonly kind: "fallback";
  readonly prefix: string;
  readonly via: string;
  readonly device: string;
}
/** What an inside with a routing table of its own wants. */
export type VrfWant = Member | Rule;

/** A link that is in the VRF. */
export interface Member {
  readonly kind: "member";
  readonly device: string;
  readonly vrf: string;
}

/** Packets that came by a device for a prefix are looked up in another table. */
export interface Rule {
  readonly kind: "rule";
  readonly priority: number;
  readonly to: string;
  readonly from: string;
  readonly table: number;
}
