import { cidr, familyOf, formatCidr, network } from "../../model/ip";
import { Part } from "../sheets/markdown";
import { Algorithms } from "../sheets/algorithms";
import { keyPlaceholder } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { list, optional, Row, Rows, tables, used } from "../sheets/settings";
import { Sheet } from "../sheets/sheet";

const CONNECTION = "aws_vpn_connection";

export const awsVpn: Sheet = { settings: vpnGateway };
export const awsTransitGateway: Sheet = { settings: transitGateway };

/** On a virtual private gateway. */
function vpnGateway(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => ({
    rows: [
      ...customerGateway(link),
      ...(link.sessions[0] ? [["aws_vpn_gateway.amazon_side_asn", peer.asn!] as const] : []),
      ...connection(link),
      [`${CONNECTION}.tunnel1_inside_cidr`, insideSubnet(link)],
      ...tunnel(link),
      ...routes(link, "aws_vpn_connection_route"),
    ],
    notes: [KEY_RULES],
  }));
}

/** On a transit gateway, with IPv4 or IPv6 inside. */
function transitGateway(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => {
    const isIpv6 = familyOf(link.end.ipsec.addresses[0]!) === 6;
    const inside = isIpv6 ? "tunnel1_inside_ipv6_cidr" : "tunnel1_inside_cidr";
    return {
      rows: [
        ...customerGateway(link),
        ...(link.sessions[0]
          ? [["aws_ec2_transit_gateway.amazon_side_asn", peer.asn!] as const]
          : []),
        [`${CONNECTION}.transit_gateway_id`, "your transit gateway"],
        ...connection(link),
        [`${CONNECTION}.tunnel_inside_ip_version`, isIpv6 ? "ipv6" : "ipv4"],
        [`${CONNECTION}.${inside}`, insideSubnet(link)],
        ...tunnel(link),
        ...routes(link, "aws_ec2_transit_gateway_route"),
      ],
      notes: [KEY_RULES],
    };
  });
}

/** User guide, tunnel options: what a pre-shared key is made of. */
const KEY_RULES =
  "AWS takes a pre-shared key of 8 to 64 letters, digits, '.' and '_' that does not begin with 0. Tunnel 2 of the connection is not used by this VPN.";

function customerGateway({ end, sessions }: ConfiguredLink): Rows {
  return [
    ["aws_customer_gateway.ip_address", end.ipsec.remoteAddress],
    ["aws_customer_gateway.type", "ipsec.1"],
    ...optional("aws_customer_gateway.bgp_asn", sessions[0]?.remoteAsn),
  ];
}

function connection({ sessions }: ConfiguredLink): Rows {
  return [[`${CONNECTION}.static_routes_only`, sessions.length > 0 ? "false" : "true"]];
}

function insideSubnet({ end }: ConfiguredLink): string {
  return formatCidr(network(cidr(end.ipsec.addresses[0]!)));
}

function tunnel(link: ConfiguredLink): Rows {
  const { ipsec } = link.end;
  return [
    [`${CONNECTION}.tunnel1_preshared_key`, keyPlaceholder(link)],
    [`${CONNECTION}.tunnel1_ike_versions`, "ikev2"],
    ...phase(1, used(ipsec.ikeProposals, "ike"), ipsec.ikeRekeySeconds),
    ...phase(2, used(ipsec.espProposals, "esp"), ipsec.childRekeySeconds),
    [`${CONNECTION}.tunnel1_startup_action`, "add"],
  ];
}

function phase(number: 1 | 2, all: readonly Algorithms[], seconds?: number): Rows {
  const name = `${CONNECTION}.tunnel1_phase${number}`;
  const hashes = all.flatMap(({ hash }) => (hash === undefined ? [] : `SHA2-${hash}`));
  const groups = all.flatMap(({ group }) => group ?? []);
  return [
    [`${name}_encryption_algorithms`, list(all.map(cipher))],
    ...(hashes.length > 0 ? [[`${name}_integrity_algorithms`, list(hashes)] as const] : []),
    ...(groups.length > 0 ? [[`${name}_dh_group_numbers`, list(groups)] as const] : []),
    ...optional(`${name}_lifetime_seconds`, seconds),
  ];
}

function cipher({ mode, bits }: Algorithms): string {
  return mode === "gcm" ? `AES${bits}-GCM-16` : `AES${bits}`;
}

function routes({ staticRoutes }: ConfiguredLink, resource: string): Rows {
  return staticRoutes.map((prefix): Row => [`${resource}.destination_cidr_block`, prefix]);
}
