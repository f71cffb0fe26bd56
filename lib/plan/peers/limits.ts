import { PeerKindName } from "../../model/peer";
import { CLOUD_LIMITS } from "./cloud-limits";
import { SheetGap, PeerLimits, Range } from "./limit-types";

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
