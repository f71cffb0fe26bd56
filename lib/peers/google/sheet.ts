import { cidr, familyOf } from "../../model/ip";
import { PeerSession } from "../../plan/peers/types";
import { ofFamily } from "../../plan/sessions";
import { keyPlaceholder } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { Part } from "../sheets/markdown";
import { Row, Rows, tables } from "../sheets/settings";
import { Sheet } from "../sheets/sheet";

const GATEWAY = "google_compute_ha_vpn_gateway";
const EXTERNAL = "google_compute_external_vpn_gateway.interface";
const TUNNEL = "google_compute_vpn_tunnel";
const ROUTER = "google_compute_router";

export const googleHaVpn: Sheet = { settings };

function settings(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => ({
    rows: [
      ...outside(peer, link),
      [`${GATEWAY}.stack_type`, stackType(link)],
      [`${TUNNEL}.ike_version`, 2],
      [`${TUNNEL}.shared_secret`, keyPlaceholder(link)],
      ...(link.sessions[0]
        ? ([
            [`${ROUTER}.bgp.asn`, peer.asn!],
            [`${ROUTER}.bgp.keepalive_interval`, link.sessions[0].timers.keepaliveSeconds],
          ] as const)
        : []),
      ...link.sessions.flatMap((session) => sessionRows(peer, link, session)),
    ],
    notes:
      link.sessions.length > 1
        ? ["Each BGP session has an interface and a peer of the router of its own, on one tunnel."]
        : [],
  }));
}

function outside({ family }: ConfiguredPeer, { end }: ConfiguredLink): Rows {
  if (family === 4) return [[`${EXTERNAL}.ip_address`, end.ipsec.remoteAddress]];
  return [
    [`${EXTERNAL}.ipv6_address`, end.ipsec.remoteAddress],
    [`${GATEWAY}.gateway_ip_version`, "IPV6"],
  ];
}

/** "Establish BGP sessions": IPv6 in a tunnel takes a dual-stack gateway. */
function stackType({ end }: ConfiguredLink): string {
  return end.ipsec.addresses.some((address) => familyOf(address) === 6) ? "IPV4_IPV6" : "IPV4_ONLY";
}

/** Parallel sessions, each for the routes of its own family. */
function sessionRows(
  { networks }: ConfiguredPeer,
  { end }: ConfiguredLink,
  { family, localAddress, neighbor, remoteAsn }: PeerSession,
): Rows {
  const own = end.ipsec.addresses.find((address) => familyOf(address) === family)!;
  return [
    [`${ROUTER}_interface.ip_range`, `${localAddress}/${cidr(own).length}`],
    [`${ROUTER}_interface.ip_version`, `IPV${family}`],
    [`${ROUTER}_peer.peer_ip_address`, neighbor],
    [`${ROUTER}_peer.peer_asn`, remoteAsn],
    [`${ROUTER}_peer.advertise_mode`, "CUSTOM"],
    ...ofFamily(networks, family).map((prefix): Row => [
      `${ROUTER}_peer.advertised_ip_ranges.range`,
      prefix,
    ]),
  ];
}
