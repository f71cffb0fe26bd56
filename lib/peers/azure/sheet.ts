import { Algorithms } from "../sheets/algorithms";
import { keyPlaceholder } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { Part } from "../sheets/markdown";
import { Row, Rows, tables, used } from "../sheets/settings";
import { Sheet } from "../sheets/sheet";

const GATEWAY = "azurerm_virtual_network_gateway";
const LOCAL = "azurerm_local_network_gateway";
const CONNECTION = "azurerm_virtual_network_gateway_connection";

export const azureVpn: Sheet = { settings };

function settings(peer: ConfiguredPeer): Part[] {
  return tables(peer, (link) => ({
    rows: [
      [`${LOCAL}.gateway_address`, link.end.ipsec.remoteAddress],
      ...(link.sessions.length > 0 ? bgp(peer, link) : addressSpace(link)),
      [`${CONNECTION}.type`, "IPsec"],
      [`${CONNECTION}.connection_protocol`, "IKEv2"],
      [`${CONNECTION}.connection_mode`, "ResponderOnly"],
      [`${CONNECTION}.shared_key`, keyPlaceholder(link)],
      ...policy(link),
    ],
    notes: link.sessions.length > 0 ? BGP_NOTES : [],
  }));
}

/** "Configure BGP for VPN gateways": APIPA addresses, and who starts. */
const BGP_NOTES: readonly string[] = [
  "Newer versions of the provider call enable_bgp bgp_enabled. Azure takes custom_bgp_addresses on an active-active gateway. primary belongs to the first instance of the gateway: if your public address is that of the second instance, put this address in secondary.",
  "An Azure gateway starts no BGP session from an address of 169.254.0.0/16: we start it.",
];

function bgp(peer: ConfiguredPeer, { sessions }: ConfiguredLink): Rows {
  const { remoteAsn, neighbor, localAddress } = sessions[0]!;
  return [
    [`${LOCAL}.bgp_settings.asn`, remoteAsn],
    [`${LOCAL}.bgp_settings.bgp_peering_address`, neighbor],
    [`${GATEWAY}.enable_bgp`, "true"],
    [`${GATEWAY}.bgp_settings.asn`, peer.asn!],
    [`${GATEWAY}.bgp_settings.peering_addresses.apipa_addresses`, localAddress],
    [`${CONNECTION}.enable_bgp`, "true"],
    [`${CONNECTION}.custom_bgp_addresses.primary`, localAddress],
  ];
}

function addressSpace({ staticRoutes }: ConfiguredLink): Rows {
  return staticRoutes.map((prefix): Row => [`${LOCAL}.address_space`, prefix]);
}

/** Azure's names of groups, which a policy has one of. */
const GROUPS: Readonly<Record<number, readonly [ike: string, pfs: string]>> = {
  14: ["DHGroup14", "PFS2048"],
  19: ["ECP256", "ECP256"],
  20: ["ECP384", "ECP384"],
};

function policy({ end: { ipsec } }: ConfiguredLink): Rows {
  const [ike] = used(ipsec.ikeProposals, "ike");
  const [esp] = used(ipsec.espProposals, "esp");
  const rows: Rows = [
    ["ike_encryption", cipher(ike!)],
    ["ike_integrity", `SHA${ike!.hash}`],
    ["dh_group", GROUPS[ike!.group!]![0]],
    ["ipsec_encryption", cipher(esp!)],
    ["ipsec_integrity", esp!.integrity === undefined ? cipher(esp!) : `SHA${esp!.integrity}`],
    ["pfs_group", esp!.group === undefined ? "None" : GROUPS[esp!.group]![1]],
    ["sa_lifetime", ipsec.childRekeySeconds ?? 27000],
  ];
  return rows.map(([argument, value]): Row => [`${CONNECTION}.ipsec_policy.${argument}`, value]);
}

function cipher({ mode, bits }: Algorithms): string {
  return mode === "gcm" ? `GCMAES${bits}` : `AES${bits}`;
}
