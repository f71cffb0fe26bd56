import { cidr, formatCidr, network } from "../../model/ip";
import { Algorithms, algorithms } from "./algorithms";
import { keyPlaceholder } from "./file";
import { ConfiguredLink, ConfiguredPeer } from "./link";
import { Part } from "./markdown";

/**
 * What to enter in a cloud's own settings, by the names of its Terraform provider's arguments: whoever
 * uses another tool finds the same words there.
 */
type Rows = readonly (readonly [argument: string, value: string | number])[];

function tables(peer: ConfiguredPeer, rows: (link: ConfiguredLink) => Rows): Part[] {
  return peer.links.flatMap((link): Part[] => [
    { heading: 2, text: `What to enter for ${link.gateway.name}, as Terraform names it` },
    { columns: ["Argument", "Value"], rows: rows(link) },
  ]);
}

function insideSubnet({ end }: ConfiguredLink): string {
  return formatCidr(network(cidr(end.ipsec.addresses[0]!)));
}

function list(values: Iterable<string | number>): string {
  return [...new Set(values)].join(", ");
}

function used(texts: readonly string[], protocol: "ike" | "esp"): Algorithms[] {
  return texts.map((text) => algorithms(text, protocol));
}

function awsCipher({ mode, bits }: Algorithms): string {
  return mode === "gcm" ? `AES${bits}-GCM-16` : `AES${bits}`;
}

export function awsSettings(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => {
    const { ipsec } = link.end;
    const connection = "aws_vpn_connection";
    const phase = (number: 1 | 2, all: readonly Algorithms[], seconds?: number): Rows => {
      const name = `${connection}.tunnel1_phase${number}`;
      const hashes = all.flatMap(({ hash }) => (hash === undefined ? [] : `SHA2-${hash}`));
      const groups = all.flatMap(({ group }) => group ?? []);
      return [
        [`${name}_encryption_algorithms`, list(all.map(awsCipher))],
        ...(hashes.length > 0 ? [[`${name}_integrity_algorithms`, list(hashes)] as const] : []),
        ...(groups.length > 0 ? [[`${name}_dh_group_numbers`, list(groups)] as const] : []),
        ...(seconds === undefined ? [] : [[`${name}_lifetime_seconds`, seconds] as const]),
      ];
    };
    const bgp = link.sessions[0];
    return [
      ["aws_customer_gateway.ip_address", ipsec.remoteAddress],
      ["aws_customer_gateway.type", "ipsec.1"],
      ...(bgp ? [["aws_customer_gateway.bgp_asn", bgp.remoteAsn] as const] : []),
      ...(bgp ? [["aws_vpn_gateway.amazon_side_asn", peer.asn!] as const] : []),
      [`${connection}.static_routes_only`, bgp ? "false" : "true"],
      [`${connection}.tunnel1_inside_cidr`, insideSubnet(link)],
      [`${connection}.tunnel1_preshared_key`, keyPlaceholder(link)],
      [`${connection}.tunnel1_ike_versions`, "ikev2"],
      ...phase(1, used(ipsec.ikeProposals, "ike"), ipsec.ikeRekeySeconds),
      ...phase(2, used(ipsec.espProposals, "esp"), ipsec.childRekeySeconds),
      [`${connection}.tunnel1_startup_action`, "add"],
      ...link.staticRoutes.map(
        (prefix) => ["aws_vpn_connection_route.destination_cidr_block", prefix] as const,
      ),
    ];
  });
}

/** Azure's names of groups, which a policy has one of. */
const AZURE_GROUPS: Readonly<Record<number, readonly [ike: string, pfs: string]>> = {
  14: ["DHGroup14", "PFS2048"],
  19: ["ECP256", "ECP256"],
  20: ["ECP384", "ECP384"],
};

function azureCipher({ mode, bits }: Algorithms): string {
  return mode === "gcm" ? `GCMAES${bits}` : `AES${bits}`;
}

export function azureSettings(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => {
    const { ipsec } = link.end;
    const [ike] = used(ipsec.ikeProposals, "ike");
    const [esp] = used(ipsec.espProposals, "esp");
    const local = "azurerm_local_network_gateway";
    const connection = "azurerm_virtual_network_gateway_connection";
    const bgp = link.sessions[0];
    return [
      [`${local}.gateway_address`, ipsec.remoteAddress],
      ...(bgp
        ? ([
            [`${local}.bgp_settings.asn`, bgp.remoteAsn],
            [`${local}.bgp_settings.bgp_peering_address`, bgp.neighbor],
            ["azurerm_virtual_network_gateway.bgp_settings.asn", peer.asn!],
            [
              "azurerm_virtual_network_gateway.bgp_settings.peering_addresses.apipa_addresses",
              bgp.localAddress,
            ],
          ] as const)
        : link.staticRoutes.map((prefix) => [`${local}.address_space`, prefix] as const)),
      [`${connection}.type`, "IPsec"],
      [`${connection}.connection_protocol`, "IKEv2"],
      [`${connection}.connection_mode`, "ResponderOnly"],
      [`${connection}.shared_key`, keyPlaceholder(link)],
      [`${connection}.ipsec_policy.ike_encryption`, azureCipher(ike!)],
      [`${connection}.ipsec_policy.ike_integrity`, `SHA${ike!.hash}`],
      [`${connection}.ipsec_policy.dh_group`, AZURE_GROUPS[ike!.group!]![0]],
      [`${connection}.ipsec_policy.ipsec_encryption`, azureCipher(esp!)],
      [
        `${connection}.ipsec_policy.ipsec_integrity`,
        esp!.integrity === undefined ? azureCipher(esp!) : `SHA${esp!.integrity}`,
      ],
      [
        `${connection}.ipsec_policy.pfs_group`,
        esp!.group === undefined ? "None" : AZURE_GROUPS[esp!.group]![1],
      ],
      [`${connection}.ipsec_policy.sa_lifetime`, ipsec.childRekeySeconds ?? 27000],
    ];
  });
}

export function googleSettings(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => {
    const { ipsec } = link.end;
    const bgp = link.sessions[0];
    const tunnel = "google_compute_vpn_tunnel";
    return [
      ["google_compute_external_vpn_gateway.interface.ip_address", ipsec.remoteAddress],
      [`${tunnel}.ike_version`, 2],
      [`${tunnel}.shared_secret`, keyPlaceholder(link)],
      ["google_compute_router_interface.ip_range", ipsec.addresses[0]!],
      ...(bgp
        ? ([
            ["google_compute_router.bgp.asn", peer.asn!],
            ["google_compute_router.bgp.keepalive_interval", bgp.timers.keepaliveSeconds],
            ["google_compute_router_peer.peer_ip_address", bgp.neighbor],
            ["google_compute_router_peer.peer_asn", bgp.remoteAsn],
            ["google_compute_router_peer.advertise_mode", "CUSTOM"],
            ...peer.networks.map(
              (prefix) =>
                ["google_compute_router_peer.advertised_ip_ranges.range", prefix] as const,
            ),
          ] as const)
        : []),
    ];
  });
}
