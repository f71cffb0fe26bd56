import { SheetGap } from "./types";

/** RFC 6996, in two and four bytes. */
export const PRIVATE_ASNS = [
  [64512, 65534],
  [4200000000, 4294967294],
] as const;

export const LINK_LOCAL = "169.254.0.0/16";

/** Their sheets are settings of a static public address, a pre-shared key and routes. */
const LACKS: readonly SheetGap[] = [
  "peer without address",
  "gateway without address",
  "public keys",
  "policies",
  "transport mode",
];

/** Managed gateways: none has BFD in a VPN, or GRE. */
export const CLOUD = {
  sheetLacks: LACKS,
  noGre: true,
  bfd: false,
  noTtlSecurity: true,
  addressIds: true,
} as const;
