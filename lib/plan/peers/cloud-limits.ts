import type { PeerLimits } from "./limits";
import type { SheetGap } from "./sheet-gaps";

/** RFC 6996, in two and four bytes. */
const PRIVATE_ASNS = [
  [64512, 65534],
  [4200000000, 4294967294],
] as const;

const LINK_LOCAL = "169.254.0.0/16";

/** Their sheets are settings of a static public address, a pre-shared key and routes. */
const LACKS: readonly SheetGap[] = [
  "peer without address",
  "gateway without address",
  "public keys",
  "policies",
  "transport mode",
];

/** Managed gateways: all of them carry IPv4 to and from addresses of 169.254.0.0/16, none has BFD or GRE. */
const CLOUD = {
  sheetLacks: LACKS,
  oneFamilyPerSa: true,
  insideFamilies: [4],
  noGre: true,
  bfd: false,
} as const;

const AWS: PeerLimits = {
  ...CLOUD,
  title: "AWS Site-to-Site VPN",
  source: "AWS Site-to-Site VPN User Guide: tunnel options, customer gateway options",
  ike: {
    ciphers: ["aes128", "aes256", "aes128gcm16", "aes256gcm16"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521"],
  },
  esp: {
    ciphers: ["aes128", "aes256", "aes128gcm16", "aes256gcm16"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521"],
  },
  inside: {
    prefixes: [LINK_LOCAL],
    reserved: [
      "169.254.0.0/30",
      "169.254.1.0/30",
      "169.254.2.0/30",
      "169.254.3.0/30",
      "169.254.4.0/30",
      "169.254.5.0/30",
      "169.254.169.252/30",
    ],
    lengths: [30],
    first: true,
  },
  ownAsns: PRIVATE_ASNS,
  addressIds: true,
  ikeRekeySeconds: [900, 28800],
  childRekeySeconds: [900, 3600],
};

const AZURE: PeerLimits = {
  ...CLOUD,
  title: "Azure VPN gateway",
  oneProposal: true,
  prfOfIntegrity: true,
  source: "Azure VPN Gateway documentation: BGP overview, FAQ, IPsec/IKE policy",
  ike: {
    ciphers: ["aes128", "aes192", "aes256", "aes128gcm16", "aes256gcm16"],
    integrity: ["sha256", "sha384"],
    prfs: ["prfsha256", "prfsha384"],
    groups: ["modp2048", "ecp256", "ecp384"],
  },
  esp: {
    ciphers: ["aes128", "aes192", "aes256", "aes128gcm16", "aes192gcm16", "aes256gcm16"],
    integrity: ["sha256"],
    groups: ["modp2048", "ecp256", "ecp384"],
  },
  inside: {
    prefixes: ["169.254.21.0/24", "169.254.22.0/24"],
    reserved: [],
    lengths: [30, 31],
  },
  keepaliveSeconds: [60, 60],
  holdTimeSeconds: [180, 180],
  refusedAsns: [8074, 8075, 12076, 23456, 65515, 65517, 65518, 65519, 65520],
  addressIds: true,
  childRekeySeconds: [300, 172799],
};

const GOOGLE: PeerLimits = {
  ...CLOUD,
  title: "Google Cloud HA VPN",
  source: "Google Cloud documentation: supported IKE ciphers, MTU considerations, Cloud Router BFD",
  ike: {
    ciphers: ["aes128gcm16", "aes192gcm16", "aes256gcm16", "aes128", "aes192", "aes256"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519"],
  },
  esp: {
    ciphers: ["aes128gcm16", "aes192gcm16", "aes256gcm16", "aes128", "aes192", "aes256"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519"],
  },
  inside: { prefixes: [LINK_LOCAL], reserved: ["169.254.169.252/30"], lengths: [30] },
  underlayMtu: 1460,
  noStaticRoutes: true,
  keepaliveSeconds: [20, 60],
  ownAsns: PRIVATE_ASNS,
  addressIds: true,
};

export const CLOUD_LIMITS = {
  "aws-vpn": AWS,
  "azure-vpn": AZURE,
  "google-ha-vpn": GOOGLE,
} as const;
