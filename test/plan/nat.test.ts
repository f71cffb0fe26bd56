import { links } from "../../lib/render/links";
import { nftables } from "../../lib/render/nftables";
import { strongswan } from "../../lib/render/strongswan";
import { filesOf } from "../fixtures/footprints";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  Intents,
  plan,
  tunnelOf,
  vpn,
} from "../fixtures/intents";

const PATH = "net/a-c";

/** a has an address, c has none. */
const roaming = (extra: object = {}, parts: Intents = {}) =>
  plan({
    gateways: [gateway("a", 1), gateway("c", 2, { address: undefined, ...extra })],
    vpns: [vpn("a", "c")],
    ...parts,
  });

const ends = (network: ReturnType<typeof plan>) =>
  ["a", "c"].map((name) => gatewayOf(network, name).tunnels[0]!);

describe("a gateway without an address", () => {
  it("starts, is waited for, and is known by its name", () => {
    const [a, c] = ends(roaming());
    expect(a).toMatchObject({
      initiator: false,
      ipsec: { remoteId: "c", localId: "198.51.100.1" },
    });
    expect(a!.ipsec.remoteAddress).toBeUndefined();
    expect(c).toMatchObject({
      initiator: true,
      ipsec: { localId: "c", remoteAddress: "198.51.100.1" },
    });
    expect(c!.ipsec.localAddress).toBeUndefined();
  });

  it("is known by its IKE identity where it has one, and sends from its own address", () => {
    const [a, c] = ends(roaming({ ikeId: "branch.example", localAddress: "192.168.1.2" }));
    expect(a!.ipsec.remoteId).toBe("branch.example");
    expect(c!.ipsec).toMatchObject({ localId: "branch.example", localAddress: "192.168.1.2" });
  });

  it("has ESP in UDP at both ends, NAT or not: no firewall hears bare ESP from anywhere", () => {
    const network = roaming();
    expect(ends(network).map(({ ipsec }) => ipsec.forceUdpEncapsulation)).toEqual([true, true]);
    expect(tunnelOf(network, PATH).layers.map(({ protocol }) => protocol)).toContain("UDP");
  });

  it("may be foreign; then ours waits", () => {
    const network = plan({
      gateways: [gateway("a", 1)],
      foreignGateways: [foreignGateway("c", 2, { address: undefined, ikeId: "partner" })],
      vpns: [vpn("a", "c")],
    });
    expect(gatewayOf(network, "a").tunnels[0]).toMatchObject({
      initiator: false,
      ipsec: { remoteId: "partner" },
    });
  });

  describe("on its peer", () => {
    const a = gatewayOf(roaming(), "a");
    const [rules] = filesOf(nftables, a);

    it("IKE comes in from anywhere, bare ESP does not", () => {
      expect(rules!.text).toContain(
        "iifname != @protected meta nfproto ipv4 udp dport @ike_ports4 accept",
      );
      expect(rules!.text).toMatch(/set ike_ports4 \{\n.*\n\s+elements = \{\n\s+500,\n\s+4500,\n/);
      expect(rules!.text).not.toContain("l4proto 50");
      expect(rules!.text).not.toContain("ike_ports6");
    });

    it("charon waits for any address", () => {
      const connections = filesOf(strongswan, a).find(({ path }) =>
        path.endsWith("vpn-gateway.conf"),
      )!;
      expect(connections.text).not.toContain("remote_addrs");
      expect(connections.text).not.toContain("start_action");
    });

    it("the XFRM interface has no endpoints", () => {
      expect(filesOf(links, a)[0]!.text).toMatch(/link xfrm-c 1438 xfrm if_id \d+\n/);
    });
  });

  it("leaves its own firewall closed to all but its peers", () => {
    const [rules] = filesOf(nftables, gatewayOf(roaming(), "c"));
    expect(rules!.text).toContain('198.51.100.1 comment "a"');
    expect(rules!.text).not.toContain("ike_ports");
  });
});

describe("a NAT that may turn up", () => {
  const allowed = (extra: object) =>
    tunnelOf(
      plan({
        gateways: [gateway("a", 1), gateway("c", 2)],
        vpns: [vpn("a", "c", { allowForUdpEncapsulation: true, ...extra })],
      }),
      PATH,
    );

  it("has its 8 bytes, and ESP stays bare until it does", () => {
    expect(allowed({}).mtu).toBe(1446 - 8);
    expect(allowed({}).layers[0]).toEqual({ protocol: "IPv4", headerBytes: 20, mtu: 1492 });
    expect(allowed({}).layers.map(({ protocol }) => protocol)).not.toContain("UDP");
  });

  it("costs them once where ESP is in UDP anyway", () => {
    expect(allowed({ forceUdpEncapsulation: true }).mtu).toBe(1446 - 8);
  });
});
