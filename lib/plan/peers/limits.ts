import { Family } from "../../model/ip";
import { PeerKindName } from "../../model/peer";
import { CLOUD_LIMITS } from "./cloud-limits";
import type { SheetGap } from "./sheet-gaps";

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

const AEAD_AND_CBC = [
  "aes128gcm16",
  "aes256gcm16",
  "aes128",
  "aes192",
  "aes256",
] as const satisfies readonly string[];
const NIST_AND_MODP = ["ecp256", "ecp384", "ecp521", "modp2048", "modp3072", "modp4096"];

/** A machine's sheet gives one routing table, and one tunnel interface for each of our gateways. */
const MACHINE_LACKS = [
  "gateway without address",
  "public keys",
  "policies",
  "transport mode",
  "default route",
] as const satisfies readonly SheetGap[];
/** Their syntax names the kind of an identity, and has no distinguished name. */
const ROUTER_LACKS = [...MACHINE_LACKS, "other identities"] as const;

const LIBRESWAN = {
  // In the lab no tunnel came up where libreswan was to start it, with a connection for each family.
  sheetLacks: [...ROUTER_LACKS, "peer without address"],
  oneEspGroup: true,
  prfOfIntegrity: true,
  source: "ipsec.conf(5) of libreswan 4: leftsubnet, ike",
  oneFamilyPerSa: true,
  ikeRekeySeconds: [300, 86400],
  childRekeySeconds: [300, 86400],
} as const;

/** IOS XE numbers groups: 14, 15, 16, 19, 20, 21. */
const CISCO_GROUPS = NIST_AND_MODP;

const LIMITS: Readonly<Record<PeerKindName, PeerLimits>> = {
  generic: { title: "a gateway of unknown kind", source: "nothing is known of it" },
  "strongswan-frr": {
    title: "strongSwan with FRR",
    source: "swanctl.conf(5), FRR's manual",
    // FRR 8.4 to 10.3 take such a neighbor for one several hops away, and BFD with it.
    noTtlSecurity: "with BFD",
    sheetLacks: MACHINE_LACKS,
  },
  "libreswan-bird": {
    title: "libreswan with BIRD 2",
    ...LIBRESWAN,
    ike: { ciphers: [...AEAD_AND_CBC, "aes192gcm16", "chacha20poly1305"] },
    bfd: { intervalMs: [10, 60000], multiplier: [2, 255] },
  },
  "libreswan-gobgp": {
    title: "libreswan with GoBGP",
    ...LIBRESWAN,
    ike: { ciphers: [...AEAD_AND_CBC, "aes192gcm16", "chacha20poly1305"] },
    noLearnedRoutes: true,
    bfd: false,
  },
  vyos: {
    title: "VyOS",
    source: "VyOS 1.4 manual: IPsec, BGP, BFD",
    // It runs FRR.
    noTtlSecurity: "with BFD",
    ikeRekeySeconds: [30, 86400],
    childRekeySeconds: [30, 86400],
    sheetLacks: ROUTER_LACKS,
    oneEspGroup: true,
  },
  "cisco-ios-xe": {
    title: "Cisco IOS XE",
    interfaceNumbers: 2 ** 31,
    sheetLacks: ROUTER_LACKS,
    oneEspGroup: true,
    source: "Security Configuration Guide: IKEv2, IPsec; IP Routing: BFD",
    ike: { ciphers: AEAD_AND_CBC, groups: CISCO_GROUPS },
    esp: { ciphers: [...AEAD_AND_CBC, "aes192gcm16"], groups: CISCO_GROUPS },
    oneFamilyPerSa: true,
    ikeRekeySeconds: [120, 86400],
    childRekeySeconds: [120, 2592000],
    bfd: { intervalMs: [50, 9999], multiplier: [3, 50] },
  },
  "juniper-srx": {
    title: "Juniper SRX",
    // A firewall filter on the loopback does it (BGP User Guide: TTL), not the session.
    noTtlSecurity: true,
    // Of the 16,386 units that st0 has.
    interfaceNumbers: 16000,
    sheetLacks: ROUTER_LACKS,
    oneEspGroup: true,
    prfOfIntegrity: true,
    prfOfCipher: { aes128gcm16: "prfsha256", aes256gcm16: "prfsha384" },
    oneFamilyInside: true,
    source: "Junos OS IPsec VPN User Guide: proposal, traffic selectors; BGP User Guide: BFD",
    ike: { ciphers: AEAD_AND_CBC, groups: NIST_AND_MODP },
    esp: { ciphers: [...AEAD_AND_CBC, "aes192gcm16"], groups: NIST_AND_MODP },
    oneFamilyPerSa: true,
    ikeRekeySeconds: [180, 86400],
    childRekeySeconds: [180, 86400],
    bfd: { intervalMs: [100, 60000], multiplier: [3, 255] },
  },
  ...CLOUD_LIMITS,
};

export function limitsOf(kind: PeerKindName): PeerLimits {
  return LIMITS[kind];
}

/** The end of an expectation: whose limit it is, and who says so. */
export function because({ title, source }: PeerLimits, what: string): string {
  return `${what} for ${title} (${source})`;
}

export function within(value: number, ranges: readonly Range[]): boolean {
  return ranges.some(([low, high]) => value >= low && value <= high);
}

export function rangeText([low, high]: Range): string {
  return low === high ? String(low) : `${low} to ${high}`;
}
