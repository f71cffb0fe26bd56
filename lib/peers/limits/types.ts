import { Family } from "../../model/ip";

/** Both ends count. */
export type Range = readonly [low: number, high: number];

export interface Algorithms {
  /** strongSwan's keywords; undefined: all that the library knows. */
  readonly ciphers?: readonly string[];
  readonly integrity?: readonly string[];
  readonly prfs?: readonly string[];
  readonly groups?: readonly string[];
}

/** What a kind of gateway cannot do. What is not listed it can do, or its documents do not say. */
export interface PeerLimits {
  /** The product's name. */
  readonly title: string;
  /** Where the limits are documented. */
  readonly source: string;
  /** What its sheet cannot express. */
  readonly sheetLacks?: readonly SheetGap[];
  readonly ike?: Algorithms;
  readonly esp?: Algorithms;
  /** The PRF of IKE is that of its integrity algorithm. */
  readonly prfOfIntegrity?: true;
  /** The PRF that a combined-mode cipher has in IKE, by cipher. */
  readonly prfOfCipher?: Readonly<Record<string, string>>;
  /** All ESP proposals have the same key exchange group, or all none. */
  readonly oneEspGroup?: true;
  /** Rekeying a CHILD SA takes a key exchange (PFS). */
  readonly needsEspGroup?: true;
  /** It takes one proposal of each protocol. */
  readonly oneProposal?: true;
  /** A CHILD SA has selectors of one address family. */
  readonly oneFamilyPerSa?: true;
  /** One CHILD SA has the selectors of all address families inside the tunnel, and of no other. */
  readonly sharedSa?: true;
  /** IPv4 or IPv6 inside a tunnel, not both. */
  readonly oneFamilyInside?: true;
  /** Address families inside the tunnel. */
  readonly insideFamilies?: readonly Family[];
  /** Addresses inside the tunnel, by family. */
  readonly inside?: Readonly<Partial<Record<Family, InsideRange>>>;
  /** Address families outside the tunnel. */
  readonly outerFamilies?: readonly Family[];
  /** Largest packet that it sends outside, in bytes. */
  readonly underlayMtu?: number;
  /** Largest packet in the tunnel that it does not lose, in bytes. */
  readonly insideMtu?: number;
  readonly noGre?: true;
  /** How many numbers its tunnel interfaces have: an interface id is taken modulo this. */
  readonly interfaceNumbers?: number;
  readonly noStaticRoutes?: true;
  /** Its BGP sets no routes: those it needs are static, and so known beforehand. */
  readonly noLearnedRoutes?: true;
  /** Milliseconds, and packets. */
  readonly bfd?: false | { readonly intervalMs: Range; readonly multiplier: Range };
  /** Its BGP has no TTL security (RFC 5082), or not by a setting of the session; or not beside single-hop BFD. */
  readonly noTtlSecurity?: true | "with BFD";
  readonly keepaliveSeconds?: Range;
  readonly holdTimeSeconds?: Range;
  /** AS numbers that it may have. */
  readonly ownAsns?: readonly Range[];
  /** AS numbers that it refuses to meet. */
  readonly refusedAsns?: readonly Range[];
  /** Its IKE identity is its address, and it expects the other's to be. */
  readonly addressIds?: true;
  readonly ikeRekeySeconds?: Range;
  readonly childRekeySeconds?: Range;
}

export interface InsideRange {
  readonly prefixes: readonly string[];
  readonly reserved: readonly string[];
  readonly lengths: readonly number[];
  /** It takes the subnet's first usable address. */
  readonly first?: true;
}

/** What the configuration or the settings of a kind may be unable to express; GENERIC's page expresses all. */
export type SheetGap =
  | "peer without address"
  | "gateway without address"
  | "public keys"
  | "policies"
  | "transport mode"
  | "default route"
  | "other identities";
