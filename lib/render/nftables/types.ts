/** The firewall: what differs between gateways is in sets, the rules ask the sets. */
export interface FirewallDocument {
  readonly path: string;
  readonly sets: readonly FirewallSet[];
  readonly chains: readonly Chain[];
}

export type Type = "ifname" | "ipv4_addr" | "ipv6_addr" | "inet_proto" | "inet_service" | HopsLeft;

/** What a packet has left of its hops; nft has no name for the type. */
type HopsLeft = "ip ttl" | "ip6 hoplimit";

export interface FirewallSet {
  readonly name: string;
  /** The side whose packets are held against it. */
  readonly side: "public" | "private" | "both";
  readonly comment: string;
  /** Of the words that an element is made of. */
  readonly types: readonly Type[];
  /** Holds prefixes, which may overlap. */
  readonly interval?: true;
  readonly elements: readonly Element[];
}

export interface Element {
  readonly key: readonly (string | number)[];
  /** Makes a map of the set: the largest TCP segment. */
  readonly maxSegment?: number;
  readonly comment?: string;
}

export interface Chain {
  readonly name: string;
  /** Where the kernel enters it; without, other chains do. */
  readonly hook?: string;
  readonly rules: readonly Rule[];
}

/** In nft's words. Our own text names sets, and no value of a plan; an app's own is as the app wrote it. */
export interface Rule {
  readonly comment?: string;
  readonly text: string;
  readonly byApp?: true;
}
/** Whose packets meet the firewall: a network namespace has one of its own. */
export type Sides = "public" | "private" | "both";
