import { CLOUD, LINK_LOCAL, PRIVATE_ASNS } from "../limits/cloud";
import { PeerLimits } from "../limits/types";

const SUITES = {
  ciphers: ["aes128gcm16", "aes192gcm16", "aes256gcm16", "aes128", "aes192", "aes256"],
  groups: ["modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519"],
};

export const GOOGLE_HA_VPN: PeerLimits = {
  ...CLOUD,
  title: "Google Cloud HA VPN",
  source:
    "Google Cloud documentation: supported IKE ciphers, MTU considerations, establish BGP sessions, BFD for Cloud Router",
  ike: SUITES,
  esp: { ...SUITES, integrity: ["sha256", "sha512"] },
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
