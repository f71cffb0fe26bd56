import { AEAD_AND_CBC, NIST_AND_MODP, ROUTER_LACKS } from "../limits/common";
import { PeerLimits } from "../limits/types";

/** It numbers groups: 14, 15, 16, 19, 20, 21. */
export const CISCO_IOS_XE = {
  title: "Cisco IOS XE",
  interfaceNumbers: 2 ** 31,
  sheetLacks: ROUTER_LACKS,
  oneEspGroup: true,
  source: "Security Configuration Guide: IKEv2, IPsec; IP Routing: BFD",
  ike: { ciphers: AEAD_AND_CBC, groups: NIST_AND_MODP },
  esp: { ciphers: [...AEAD_AND_CBC, "aes192gcm16"], groups: NIST_AND_MODP },
  oneFamilyPerSa: true,
  ikeRekeySeconds: [120, 86400],
  childRekeySeconds: [120, 2592000],
  bfd: { intervalMs: [50, 9999], multiplier: [3, 50] },
} as const satisfies PeerLimits;
