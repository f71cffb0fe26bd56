/** Kinds of interface that put packets into an SA. */
export enum TunnelInterface {
  /** XFRM interface, bound by if_id: IPv4 and IPv6 endpoints, no marks. */
  XFRM = "xfrm",
  /** Virtual tunnel interface, bound by mark: IPv4 endpoints. */
  VTI = "vti",
  /** Virtual tunnel interface with IPv6 endpoints. */
  VTI6 = "vti6",
}
