/** Kinds of interface that put packets into an SA. */
export enum TunnelInterface {
  /** XFRM interface, bound by if_id: IPv4 and IPv6 endpoints, no marks. */
  XFRM = "xfrm",
  /** Virtual tunnel interface, bound by mark: IPv4 endpoints. */
  VTI = "vti",
  /** Virtual tunnel interface with IPv6 endpoints. */
  VTI6 = "vti6",
  /**
   * GRE between the gateways' own addresses, each packet in ESP transport mode (RFC 2784, RFC 4303):
   * one IP header less than GreOverVti, and what many routers call GRE over IPsec. No NAT may be on
   * the path. The firewall takes GRE from a peer only out of ESP, and sends none in clear text.
   */
  GRE = "gre",
}
