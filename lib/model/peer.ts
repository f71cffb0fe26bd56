/** Kinds of somebody else's gateway; PeerKind names them for apps. */
export const PEER_KINDS = [
  "generic",
  "strongswan-frr",
  "libreswan-bird",
  "libreswan-gobgp",
  "vyos",
  "cisco-ios-xe",
  "juniper-srx",
  "aws-vpn",
  "azure-vpn",
  "google-ha-vpn",
] as const;
export type PeerKindName = (typeof PEER_KINDS)[number];
