/** Kinds of third-party gateways; PeerKind names them for apps. */
export const PEER_KINDS = [
  "generic",
  "strongswan-frr",
  "libreswan-bird",
  "libreswan-gobgp",
  "vyos",
  "cisco-ios-xe",
  "juniper-srx",
  "aws-vpn",
  "aws-transit-gateway",
  "azure-vpn",
  "google-ha-vpn",
] as const;
export type PeerKindName = (typeof PEER_KINDS)[number];
