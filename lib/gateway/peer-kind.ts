/** What somebody else's gateway is: it decides the form of its sheet, and what it can do. */
export enum PeerKind {
  /**
   * Anything that speaks IKEv2: a page for people, no configuration; nothing is known of its limits.
   * It alone has words for certificates and public keys, policy-based VPNs, GRE in transport mode, and
   * a gateway of ours without an address. Beside the page lie our public key or the authority's
   * certificate where they authenticate.
   */
  GENERIC = "generic",
  /** Linux with strongSwan (swanctl) and FRR. */
  STRONGSWAN_FRR = "strongswan-frr",
  /** Linux with libreswan and BIRD 2. */
  LIBRESWAN_BIRD = "libreswan-bird",
  /**
   * Linux with libreswan and GoBGP, which speaks BGP and moves no packet: routes are static. It has
   * no BFD.
   */
  LIBRESWAN_GOBGP = "libreswan-gobgp",
  /** VyOS 1.4. */
  VYOS = "vyos",
  /** Cisco IOS XE 17. */
  CISCO_IOS_XE = "cisco-ios-xe",
  /** Juniper SRX with Junos 21. */
  JUNIPER_SRX = "juniper-srx",
  /** One tunnel of an AWS Site-to-Site VPN connection. */
  AWS_VPN = "aws-vpn",
  /** One instance of a route-based Azure VPN gateway. */
  AZURE_VPN = "azure-vpn",
  /** One interface of a Google Cloud HA VPN gateway. */
  GOOGLE_HA_VPN = "google-ha-vpn",
}
