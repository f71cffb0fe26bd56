import { AEAD_AND_CBC, NIST_AND_MODP, ROUTER_LACKS } from "../limits/common";
import { PeerLimits } from "../limits/types";

export const JUNIPER_SRX = {
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
} as const satisfies PeerLimits;
