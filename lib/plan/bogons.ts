import { Family } from "../model/ip";

/**
 * What no routing protocol carries: blocks that RFC 6890 has as not forwardable, multicast and the reserved rest
 * (RFC 5735, RFC 1112). Private, shared and documentation addresses are forwardable, and VPNs carry them.
 */
export const BOGONS: readonly string[] = [
  "0.0.0.0/8", // this network (RFC 1122)
  "127.0.0.0/8", // loopback (RFC 1122)
  "169.254.0.0/16", // link-local (RFC 3927), the clouds' metadata service among it
  "224.0.0.0/4", // multicast (RFC 5771)
  "240.0.0.0/4", // reserved (RFC 1112), the limited broadcast among it
  "::/8", // unspecified, loopback, IPv4-mapped and the rest that RFC 4291 reserves
  "fe80::/10", // link-local (RFC 4291)
  "ff00::/8", // multicast (RFC 4291)
];

/** The shortest prefix beside the default route: shorter ones are the default route in parts. */
export const SHORTEST: Record<Family, number> = { 4: 8, 6: 8 };

/** What an underlay address is kept in: itself, and for IPv6 the whole subnet of its link (RFC 7421). */
export const LONGEST_COVERING: Record<Family, number> = { 4: 32, 6: 64 };
