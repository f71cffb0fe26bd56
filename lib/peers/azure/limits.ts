import { CLOUD } from "../limits/cloud";
import { PeerLimits } from "../limits/types";

export const AZURE_VPN: PeerLimits = {
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
