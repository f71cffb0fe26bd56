import { CLOUD, LINK_LOCAL, PRIVATE_ASNS } from "../limits/cloud";
import { PeerLimits } from "../limits/types";

const SUITES = {
  ciphers: ["aes128", "aes256", "aes128gcm16", "aes256gcm16"],
  groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521"],
};

/** The user guide has no bounds for BGP's timers, which are negotiated. */
export const AWS_VPN: PeerLimits = {
  ...CLOUD,
  title: "AWS Site-to-Site VPN",
  source: "AWS Site-to-Site VPN User Guide: tunnel options, customer gateway options",
  ike: SUITES,
  esp: SUITES,
  // The tunnel options have phase 2 groups, one or more, and cannot have none.
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
export const AWS_TRANSIT_GATEWAY: PeerLimits = {
  ...AWS_VPN,
  title: "AWS Site-to-Site VPN on a transit gateway",
  source: "AWS Site-to-Site VPN User Guide: tunnel options, IPv4 and IPv6 traffic",
  insideFamilies: [4, 6],
  oneFamilyInside: true,
  inside: {
    ...AWS_VPN.inside,
    6: { prefixes: ["fd00::/8"], reserved: [], lengths: [126], first: true },
  },
};
