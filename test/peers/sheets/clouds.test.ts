import { PeerKindName } from "../../../lib/model/peer";
import { espTunnelMtu } from "../../../lib/plan/mtu";
import { parseProposal, Proposal } from "../../../lib/model/proposal";
import { renderPeer } from "../../../lib/peers/sheets";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  Intents,
  mesh,
  meshVpn,
  plan,
  problems,
  vpn,
} from "../../fixtures/intents";

const TIMERS = { keepaliveSeconds: 60, holdTimeSeconds: 180 };

/** A cloud and our office, by BGP. */
function joined(
  kind: PeerKindName,
  extra: Record<string, unknown>,
  peer: Record<string, unknown> = {},
): Intents {
  return {
    gateways: [gateway("office", 1, { asn: 65001 })],
    foreignGateways: [foreignGateway("cloud", 2, { kind, asn: 64600, ...peer })],
    vpns: [meshVpn("cloud", "office", extra)],
    meshes: [mesh(["cloud", "office"], TIMERS)],
  };
}

const page = (parts: Intents) => renderPeer(plan(parts).peers[0]!)[0]!.text;

const IPV4 = { addressPools: ["169.254.0.0/16"], subnets: ["169.254.21.4/30"] };
const IPV6 = { addressPools: ["fd00:1::/64"], subnets: ["fd00:1::4/126"] };
const BOTH = {
  addressPools: ["169.254.0.0/16", "fdff:1::/64"],
  subnets: ["169.254.21.8/30", "fdff:1::8/126"],
};
const NETWORKS = { networks: ["10.2.0.0/24", "fd02::/64"] };

describe("Azure", () => {
  const azure = joined("azure-vpn", IPV4, { asn: 65515 });

  it("P4: has BGP switched on at gateway and connection, with the address of the session", () => {
    const text = page(azure);
    expect(text).toContain("| azurerm_virtual_network_gateway.enable_bgp | true |\n");
    expect(text).toContain("| azurerm_virtual_network_gateway_connection.enable_bgp | true |\n");
    expect(text).toContain(
      "| azurerm_virtual_network_gateway_connection.custom_bgp_addresses.primary | 169.254.21.5 |\n",
    );
    expect(text).toContain("starts no BGP session from an address of 169.254.0.0/16: we start it.");
  });

  it("P4: has none of it where routes are static", () => {
    const text = page({
      gateways: [gateway("office", 1)],
      foreignGateways: [foreignGateway("cloud", 2, { kind: "azure-vpn" })],
      vpns: [vpn("cloud", "office", IPV4)],
    });
    expect(text).not.toMatch(/bgp/i);
    expect(text).toContain("| azurerm_local_network_gateway.address_space | 10.1.0.0/24 |\n");
  });

  it("P4: has packets of at most 1400 bytes in the tunnel, at both ends", () => {
    const network = plan(azure);
    const [tunnel] = gatewayOf(network, "office").tunnels;
    expect(tunnel).toMatchObject({ mss4: 1360, ipsec: { mtu: 1400 } });
    expect(network.peers[0]!.links[0]!.end.ipsec.mtu).toBe(1400);
    const { layers } = network.tunnels[0]!;
    expect(layers[layers.length - 1]).toEqual({ protocol: "inner IP", headerBytes: 0, mtu: 1400 });
  });

  it("P4: leaves a smaller tunnel as it is", () => {
    const small = { gateways: [gateway("office", 1, { asn: 65001, underlayMtu: 1400 })] };
    expect(plan({ ...azure, ...small }).tunnels[0]!.mtu).toBe(1346);
  });
});

describe("AWS", () => {
  // "Best practices for a customer gateway device", adjust MTU and MSS sizes.
  it.each([
    ["aes256gcm16", false, 1446],
    ["aes256gcm16", true, 1438],
    ["aes256-sha256", false, 1438],
    ["aes256-sha256", true, 1422],
    ["aes256-sha384", false, 1422],
    ["aes256-sha512", false, 1422],
  ])("P4: has the MTU that its guide has for %s, NAT-T %s: %s", (text, udpEncapsulation, mtu) => {
    const proposal = parseProposal(text, "esp") as Proposal;
    const stack = { outerMtu: 1500, outerFamily: 4, udpEncapsulation, proposal } as const;
    expect(espTunnelMtu(stack)).toBe(mtu);
  });

  it("P7: carries IPv6 in a connection of a transit gateway, with its own /126", () => {
    const network = joined("aws-transit-gateway", IPV6, { networks: ["fd02::/64"] });
    const text = page(network);
    expect(text).toContain("| aws_vpn_connection.tunnel_inside_ip_version | ipv6 |\n");
    expect(text).toContain("| aws_vpn_connection.tunnel1_inside_ipv6_cidr | fd00:1::4/126 |\n");
    expect(text).toContain("| aws_ec2_transit_gateway.amazon_side_asn | 64600 |\n");
    expect(text).toContain("| Selectors of a CHILD SA, both sides | ::/0 |\n");
    expect(text).not.toContain("vpn_gateway.");
    // The cloud has the first usable address, we have the second.
    const [tunnel] = gatewayOf(plan(network), "office").tunnels;
    expect(tunnel!.addresses).toEqual(["fd00:1::6/126"]);
    expect(tunnel!.peerAddresses).toEqual(["fd00:1::5"]);
  });

  it("P7: carries IPv4 in one as well, and static routes are the transit gateway's", () => {
    const text = page({
      gateways: [gateway("office", 1)],
      foreignGateways: [foreignGateway("cloud", 2, { kind: "aws-transit-gateway" })],
      vpns: [vpn("cloud", "office", IPV4)],
    });
    expect(text).toContain("| aws_vpn_connection.tunnel_inside_ip_version | ipv4 |\n");
    expect(text).toContain("| aws_vpn_connection.tunnel1_inside_cidr | 169.254.21.4/30 |\n");
    expect(text).toContain(
      "| aws_ec2_transit_gateway_route.destination_cidr_block | 10.1.0.0/24 |\n",
    );
  });

  it("P7: still refuses IPv6 on a virtual private gateway, which has none", () => {
    const found = problems(joined("aws-vpn", IPV6, { networks: ["fd02::/64"] }));
    expect(found.map(({ expected }) => expected)).toContainEqual(
      expect.stringMatching(/^only IPv4 inside the tunnel for AWS Site-to-Site VPN \(/),
    );
  });

  it("refuses IPv6 outside, for which it has no settings", () => {
    const six = { addressFamily: 6 };
    const found = problems({
      ...joined("aws-vpn", IPV4, { address: "2001:db8::2", ...six }),
      gateways: [gateway("office", 1, { asn: 65001, address: "2001:db8::1", ...six })],
    });
    expect(found.map(({ property, expected }) => `${property}: ${expected}`)).toContainEqual(
      expect.stringMatching(/^addressFamily: IPv4 outside the tunnel for AWS/),
    );
  });
});

describe("Google", () => {
  const dual = joined("google-ha-vpn", BOTH, NETWORKS);

  it("P7: carries both families by parallel BGP sessions, on a dual-stack gateway", () => {
    const text = page(dual);
    expect(text).toContain("| google_compute_ha_vpn_gateway.stack_type | IPV4_IPV6 |\n");
    for (const row of [
      "_interface.ip_range | 169.254.21.9/30",
      "_interface.ip_version | IPV4",
      "_peer.peer_ip_address | 169.254.21.10",
      "_peer.advertised_ip_ranges.range | 10.2.0.0/24",
      "_interface.ip_range | fdff:1::9/126",
      "_interface.ip_version | IPV6",
      "_peer.peer_ip_address | fdff:1::a",
      "_peer.advertised_ip_ranges.range | fd02::/64",
    ]) {
      expect(text).toContain(`| google_compute_router${row} |\n`);
    }
  });

  it("P7: has one CHILD SA for both families", () => {
    expect(page(dual)).toContain("| Selectors of a CHILD SA, both sides | 0.0.0.0/0 and ::/0 |\n");
    expect(gatewayOf(plan(dual), "office").tunnels[0]!.ipsec.families).toBeUndefined();
  });

  it("P7: has IPv4 alone where the app asks for no more", () => {
    const text = page(joined("google-ha-vpn", IPV4));
    expect(text).toContain("| google_compute_ha_vpn_gateway.stack_type | IPV4_ONLY |\n");
    expect(text).toContain("| Selectors of a CHILD SA, both sides | 0.0.0.0/0 |\n");
  });
});
