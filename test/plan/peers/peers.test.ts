import { PeerKindName } from "../../../lib/model/peer";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  gre,
  mesh,
  meshVpn,
  plan,
  problems,
  vpn,
} from "../../fixtures/intents";

function peerOf(kind: PeerKindName, extra = {}) {
  const network = plan({
    gateways: [gateway("office", 1, { asn: 65001 })],
    foreignGateways: [foreignGateway("partner", 2, { kind, asn: 65002 })],
    vpns: [meshVpn("office", "partner", extra)],
    meshes: [mesh(["office", "partner"])],
  });
  return { peer: network.peers[0]!, ours: gatewayOf(network, "office") };
}

describe("the plan of a peer", () => {
  it("mirrors our sessions: addresses and AS numbers change sides", () => {
    const { peer, ours } = peerOf("generic");
    const mirrored = peer.links[0]!.sessions.map(({ localAddress, neighbor }) => [
      localAddress,
      `${neighbor}`,
    ]);
    const own = ours.tunnels[0]!.addresses.map((address) => address.split("/")[0]);
    expect(mirrored).toEqual(ours.bgp!.sessions.map((one, at) => [one.neighbor, own[at]]));
    expect(peer.links[0]!.sessions[0]).toMatchObject({
      remoteAsn: 65001,
      announced: ["10.1.0.0/24"],
      accepted: ["10.2.0.0/24"],
    });
  });

  it("has static routes to what our gateway declares, unless the VPN names them", () => {
    const routesOf = (extra = {}) =>
      plan({
        gateways: [gateway("office", 1)],
        foreignGateways: [foreignGateway("partner", 2)],
        vpns: [vpn("office", "partner", extra)],
      }).peers[0]!.links[0]!.staticRoutes;
    expect(routesOf()).toEqual(["10.1.0.0/24", "fd01::/64"]);
    expect(routesOf({ routesToLeft: ["10.1.0.0/25"] })).toEqual(["10.1.0.0/25"]);
  });

  it("gives a peer whose BGP sets no routes those it needs", () => {
    expect(peerOf("libreswan-gobgp").peer.links[0]!.staticRoutes).toEqual([
      "10.1.0.0/24",
      "fd01::/64",
    ]);
    expect(peerOf("libreswan-bird").peer.links[0]!.staticRoutes).toEqual([]);
  });

  it("splits the CHILD SA by family for peers that need it, at both ends", () => {
    const { peer, ours } = peerOf("libreswan-bird");
    expect(peer.links[0]!.end.ipsec.families).toEqual([4, 6]);
    expect(ours.tunnels[0]!.ipsec.families).toEqual([4, 6]);
    expect(peerOf("generic").ours.tunnels[0]!.ipsec.families).toBeUndefined();
  });

  it("reckons with the MTU that the peer sends with", () => {
    const network = plan({
      gateways: [gateway("office", 1, { asn: 65001 })],
      foreignGateways: [foreignGateway("google", 2, { kind: "google-ha-vpn", asn: 64601 })],
      vpns: [
        meshVpn("office", "google", {
          addressPools: ["169.254.0.0/16"],
          subnets: ["169.254.8.0/30"],
        }),
      ],
      meshes: [mesh(["office", "google"], { keepaliveSeconds: 20, holdTimeSeconds: 60 })],
    });
    // 1460 less IPv4 20, SPI and sequence 8, IV 8, ICV 16, trailer 2; a multiple of 4 before it.
    expect(network.tunnels[0]!.mtu).toBe(1406);
  });

  it("refuses two tunnels that would have one interface at an SRX, or at IOS XE with GRE", () => {
    const two = (kind: PeerKindName, ids: readonly number[], gres = {}) =>
      problems({
        gateways: [gateway("office", 1), gateway("branch", 3)],
        foreignGateways: [foreignGateway("partner", 2, { kind })],
        vpns: ["office", "branch"].map((name, at) =>
          vpn(name, "partner", { ifId: ids[at], addressPools: ["100.64.0.0/10"] }),
        ),
        ...gres,
      }).map(({ path, property, expected }) => `${path} ${property}: ${expected}`);
    expect(two("juniper-srx", [7, 16007])).toEqual([
      expect.stringMatching(
        /^net\/office-partner ifId: another interface number than that of net\/branch-partner for/,
      ),
    ]);
    expect(two("juniper-srx", [7, 8])).toEqual([]);
    expect(two("cisco-ios-xe", [7, 8])).toEqual([]);
    const withGre = { gres: [gre("office", "partner", { addressPools: ["100.64.0.0/10"] })] };
    expect(two("cisco-ios-xe", [7, 8], withGre)).toHaveLength(1);
  });
});
