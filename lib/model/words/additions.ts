/** A transport protocol that a service of the gateway listens on. */
export enum TransportProtocol {
  TCP = "tcp",
  UDP = "udp",
}

/** A chain of the gateway's firewall that an app may write rules for. */
export enum FirewallChain {
  /** Packets to the gateway itself. The rules come before the gateway's own, behind what lets loopback in. */
  INPUT = "input",
  /**
   * Packets that the gateway forwards. The rules come before those that say who may reach whom, and behind
   * those that fit the TCP segment size to the way.
   */
  FORWARD = "forward",
}

/** A part of frr.conf that an app may write lines for; they stand at its end. */
export enum FrrSection {
  /** The top level: prefix lists, route-maps and whatever else has a section of its own. */
  GLOBAL = "global",
  /** `router bgp`. */
  ROUTER_BGP = "router-bgp",
  /** `address-family ipv4 unicast` of `router bgp`. */
  BGP_IPV4 = "bgp-ipv4",
  /** `address-family ipv6 unicast` of `router bgp`. */
  BGP_IPV6 = "bgp-ipv6",
  /** `neighbor ADDRESS` of `router bgp`, for each session with a peer. */
  NEIGHBOR = "neighbor",
  /** The same of `address-family ipv4 unicast`, for the session that carries IPv4. */
  NEIGHBOR_IPV4 = "neighbor-ipv4",
  /** The same of `address-family ipv6 unicast`, for the session that carries IPv6. */
  NEIGHBOR_IPV6 = "neighbor-ipv6",
  /**
   * Entries of a route-map that goes over what a peer announces, or each does, behind the library's own: over what that
   * one permits. The first entry that matches decides; a route that matches none passes as it is.
   */
  ROUTE_MAP_IN = "route-map-in",
  /** The same over what this gateway announces to a peer, or to each. */
  ROUTE_MAP_OUT = "route-map-out",
}
