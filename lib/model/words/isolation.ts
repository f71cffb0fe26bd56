/** How the inside of a gateway is kept apart from its outside. */
export enum Isolation {
  /** One routing table for both; the firewall forwards on the inside alone. */
  NONE = "none",
  /**
   * The inside has a routing table of its own, in the VRF device `private` (Linux'
   * Documentation/networking/vrf.rst): the inside segments, the pair link and the tunnels' topmost
   * interfaces are in it, and BGP, BFD and OSPF run there. IKE and ESP stay outside, so that the only way from
   * one side to the other is an IPsec SA. A VTI or vti6 needs GRE over it.
   *
   * Daemons of the outside, SSH among them, do not answer on the inside. Look around with
   * `ip vrf exec private …` and `ip route show vrf private`.
   */
  VRF = "vrf",
  /**
   * The inside is a network namespace, `private` (network_namespaces(7)), with interfaces, routes,
   * firewall and kernel settings of its own: the inside segments, the pair link and all interfaces of
   * the tunnels are in it, and FRR and radvd run there. Tunnels and VXLAN segments are made on the public
   * side and moved; what leaves them goes on leaving there (`link-netns` in ip-link(8)), so that the only
   * way from one side to the other is an IPsec SA. Every `TunnelInterface` can be moved, and OSPF and BGP
   * both run inside. IKE, ESP and SSH stay in the machine's own namespace, which forwards nothing and is
   * called `public` beside the other.
   *
   * On the gateway: a unit that makes both (and gives the NICs back when it is stopped), a script, a
   * firewall and sysctls of the inside, and a drop-in of frr.service (`NetworkNamespacePath` in
   * systemd.exec(5)). No way leads out in clear, so `localBreakout` is refused; so is a PolicyBasedVpn,
   * whose policies hold on the outside. Look around with `ip netns exec private …`.
   */
  NETWORK_NAMESPACE = "network-namespace",
}
