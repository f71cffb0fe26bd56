/** Kind of a third-party gateway. It decides the form of its sheet, and what it can do. */
export enum PeerKind {
  /**
   * Any gateway with IKEv2. Its sheet is a page without configuration, and no limits are known. Only
   * this kind can express certificates and public keys, policy-based VPNs, GRE in transport mode, and a
   * gateway of ours without an address. The sheet has our public key or the certificate of the
   * certificate authority where they authenticate.
   */
  GENERIC = "generic",
  /** Linux with strongSwan (swanctl) and FRR. */
  STRONGSWAN_FRR = "strongswan-frr",
  /** Linux with libreswan and BIRD 2. */
  LIBRESWAN_BIRD = "libreswan-bird",
  /**
   * Linux with libreswan and GoBGP. GoBGP installs no routes in the kernel, so routes are static. It
   * has no BFD.
   */
  LIBRESWAN_GOBGP = "libreswan-gobgp",
  /** VyOS 1.4. */
  VYOS = "vyos",
  /** Cisco IOS XE 17. */
  CISCO_IOS_XE = "cisco-ios-xe",
  /** Juniper SRX with Junos 21. */
  JUNIPER_SRX = "juniper-srx",
  /**
   * One tunnel of an AWS Site-to-Site VPN connection on a virtual private gateway, with IPv4 inside.
   */
  AWS_VPN = "aws-vpn",
  /**
   * One tunnel of an AWS Site-to-Site VPN connection on a transit gateway. It has IPv4 or IPv6 inside
   * (`tunnel_inside_ip_version`), not both: give each family a connection, and so a ForeignGateway, of
   * its own. Name one pool in `addressPools` and pin a /30 of 169.254.0.0/16 or a /126 of fd00::/8. An
   * accelerated connection sends ESP in UDP: set `forceUdpEncapsulation`.
   */
  AWS_TRANSIT_GATEWAY = "aws-transit-gateway",
  /**
   * One instance of a route-based Azure VPN gateway. Packets in the tunnel have at most 1400 bytes, as
   * Azure requires.
   */
  AZURE_VPN = "azure-vpn",
  /**
   * One interface of a Google Cloud HA VPN gateway. With an IPv6 pool in `addressPools`, and a pinned
   * /126 of fdff:1::/64, it has IPv6 inside, by a BGP session of its own: the sheet then sets
   * `stack_type`.
   */
  GOOGLE_HA_VPN = "google-ha-vpn",
}
