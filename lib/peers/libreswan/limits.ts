import { AEAD_AND_CBC, ROUTER_LACKS } from "../limits/common";
import { PeerLimits } from "../limits/types";

const LIBRESWAN = {
  // In the lab no tunnel came up where libreswan was to start it, with a connection for each family.
  sheetLacks: [...ROUTER_LACKS, "peer without address"],
  oneEspGroup: true,
  prfOfIntegrity: true,
  source: "ipsec.conf(5) of libreswan 4: leftsubnet, ike",
  ike: { ciphers: [...AEAD_AND_CBC, "aes192gcm16", "chacha20poly1305"] },
  oneFamilyPerSa: true,
  ikeRekeySeconds: [300, 86400],
  childRekeySeconds: [300, 86400],
} as const;

export const LIBRESWAN_BIRD: PeerLimits = {
  title: "libreswan with BIRD 2",
  ...LIBRESWAN,
  bfd: { intervalMs: [10, 60000], multiplier: [2, 255] },
};

export const LIBRESWAN_GOBGP: PeerLimits = {
  title: "libreswan with GoBGP",
  ...LIBRESWAN,
  noLearnedRoutes: true,
  bfd: false,
};
