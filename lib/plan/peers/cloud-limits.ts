import { PeerLimits, SheetGap } from "./limit-types";

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

/** Managed gateways: none has BFD in a VPN, or GRE. */
const CLOUD = {
  sheetLacks: LACKS,
  noGre: true,
  bfd: false,
  noTtlSecurity: true,
  addressIds: true,
} as const;

const AWS_SUITES = {
  ciphers: ["aes128", "aes256", "aes128gcm16", "aes256gcm16"],
  groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521"],
};

/** The user guide has no bounds for BGP's timers, which are negotiated. */
const AWS: PeerLimits = {
  ...CLOUD,
  title: "AWS Site-to-Site VPN",
  source: "AWS Site-to-Site VPN User Guide: tunnel options, customer gateway options",
  ike: AWS_SUITES,
  esp: AWS_SUITES,
  // The tunnel options have phase 2 groups, one or more, and no way to have none.
  needsEspGroup: true,
  oneFamilyPerSa: true,
  insideFamilies: [4],
  outerFamilies: [4],
  inside: {
    4: {
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
  },
  ownAsns: PRIVATE_ASNS,
  ikeRekeySeconds: [900, 28800],
  childRekeySeconds: [900, 3600],
};

/** A virtual private gateway has no IPv6 in a VPN. The sheet has no settings for IPv6 outside. */
const AWS_TRANSIT_GATEWAY: PeerLimits = {
  ...AWS,
  title: "AWS Site-to-Site VPN on a transit gateway",
  source: "AWS Site-to-Site VPN User Guide: tunnel options, IPv4 and IPv6 traffic",
  insideFamilies: [4, 6],
  oneFamilyInside: true,
  inside: {
    ...AWS.inside,
    6: { prefixes: ["fd00::/8"], reserved: [], lengths: [126], first: true },
  },
};

const AZURE: PeerLimits = {
  ...CLOUD,
  title: "Azure VPN gateway",
  oneProposal: true,
  prfOfIntegrity: true,
  source: "Azure VPN Gateway documentation: BGP overview, FAQ, VPN devices, IPsec/IKE policy",
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
  oneFamilyPerSa: true,
  insideFamilies: [4],
  outerFamilies: [4],
  inside: {
    4: { prefixes: ["169.254.21.0/24", "169.254.22.0/24"], reserved: [], lengths: [30, 31] },
  },
  // "About VPN devices": MSS clamped at 1350, or the tunnel's MTU at 1400.
  insideMtu: 1400,
  keepaliveSeconds: [60, 60],
  holdTimeSeconds: [180, 180],
  refusedAsns: [
    [8074, 8075],
    [12076, 12076],
    [23456, 23456],
    [64496, 64511],
    [65515, 65515],
    [65517, 65520],
    [65535, 65551],
  ],
  childRekeySeconds: [300, 172799],
};

const GOOGLE: PeerLimits = {
  ...CLOUD,
  title: "Google Cloud HA VPN",
  source:
    "Google Cloud documentation: supported IKE ciphers, MTU considerations, establish BGP sessions, BFD for Cloud Router",
  ike: {
    ciphers: ["aes128gcm16", "aes192gcm16", "aes256gcm16", "aes128", "aes192", "aes256"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519"],
  },
  esp: {
    ciphers: ["aes128gcm16", "aes192gcm16", "aes256gcm16", "aes128", "aes192", "aes256"],
    integrity: ["sha256", "sha512"],
    groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519"],
  },
  needsEspGroup: true,
  sharedSa: true,
  insideFamilies: [4, 6],
  inside: {
    4: { prefixes: [LINK_LOCAL], reserved: ["169.254.169.252/30"], lengths: [30] },
    6: { prefixes: ["fdff:1::/64"], reserved: [], lengths: [126] },
  },
  underlayMtu: 1460,
  noStaticRoutes: true,
  keepaliveSeconds: [20, 60],
  ownAsns: PRIVATE_ASNS,
};

export const CLOUD_LIMITS = {
  "aws-vpn": AWS,
  "aws-transit-gateway": AWS_TRANSIT_GATEWAY,
  "azure-vpn": AZURE,
  "google-ha-vpn": GOOGLE,
} as const;
