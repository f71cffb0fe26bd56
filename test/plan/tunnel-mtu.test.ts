import fc from "fast-check";
import { GatewayPlan, TunnelPlan } from "../../lib/plan/types";
import {
  ESP,
  foreignGateway,
  gateway,
  gatewayOf,
  gre,
  Intents,
  plan,
  tunnelOf,
  vpn,
} from "../fixtures/intents";
import {
  grePacket,
  largestThatFits,
  SUITES,
  tcpPacket,
  transportModePacket,
  tunnelModePacket,
  vxlanPacket,
} from "../fixtures/packet";

function tunnel(parts: Intents = {}): TunnelPlan {
  const network = plan({
    gateways: [gateway("a", 1), gateway("c", 2)],
    vpns: [vpn("a", "c")],
    ...parts,
  });
  return tunnelOf(network, "net/a-c");
}

const outerIpv6 = { addressFamily: 6 };
const IPV6_ENDS = [
  gateway("a", 1, { address: "2001:db8::1", ...outerIpv6 }),
  gateway("c", 2, { address: "2001:db8::2", ...outerIpv6 }),
];

describe("MTU arithmetic: a planned tunnel", () => {
  it("any stack carries what a counted packet of it carries", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SUITES),
        fc.constantFrom(4 as const, 6 as const),
        fc.boolean(),
        fc.constantFrom("none", "gre", "keyed"),
        fc.constantFrom(4 as const, 6 as const),
        fc.integer({ min: 1500, max: 9000 }),
        (suite, outerFamily, natTraversal, over, linkFamily, underlayMtu) => {
          const ends = outerFamily === 6 ? IPV6_ENDS : [gateway("a", 1), gateway("c", 2)];
          const { mtu, mss4, mss6 } = tunnel({
            gateways: ends.map((end) => ({ ...end, underlayMtu })),
            vpns: [
              vpn("a", "c", {
                espProposals: [suite.proposal],
                forceUdpEncapsulation: natTraversal,
                addressPools: [linkFamily === 4 ? "100.64.0.0/10" : "fdcd:7076:6e00::/48"],
              }),
            ],
            gres: over === "none" ? [] : [gre("a", "c", { keyed: over === "keyed" })],
          });
          const sizes = { ...suite, outerFamily, natTraversal };
          const within = (inner: number) =>
            over === "none" ? inner : grePacket(inner, linkFamily, over === "keyed");
          const packet = (inner: number) => tunnelModePacket(within(inner), sizes);
          expect(mtu).toBe(largestThatFits(underlayMtu, packet));
          expect(mss4).toBe(largestThatFits(mtu, (segment) => tcpPacket(segment, 4)));
          expect(mss6).toBe(largestThatFits(mtu, (segment) => tcpPacket(segment, 6)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("GRE in transport mode carries what a counted packet of it carries", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SUITES),
        fc.constantFrom(4 as const, 6 as const),
        fc.boolean(),
        fc.integer({ min: 1500, max: 9000 }),
        (suite, outerFamily, keyed, underlayMtu) => {
          const ends = outerFamily === 6 ? IPV6_ENDS : [gateway("a", 1), gateway("c", 2)];
          const { mtu } = tunnel({
            gateways: ends.map((end) => ({ ...end, underlayMtu })),
            vpns: [
              vpn("a", "c", {
                interfaceType: "gre",
                espProposals: [suite.proposal],
                greKey: keyed ? 0 : undefined,
              }),
            ],
          });
          const sizes = { ...suite, outerFamily, natTraversal: false };
          const packet = (inner: number) =>
            transportModePacket(grePacket(inner, outerFamily, keyed), sizes);
          expect(mtu).toBe(largestThatFits(underlayMtu, packet));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("GRE in transport mode has one IP header: IP, ESP, GRE, inner IP", () => {
    const { layers, mtu } = tunnel({ vpns: [vpn("a", "c", { interfaceType: "gre", greKey: 7 })] });
    expect(layers.map(({ protocol }) => protocol)).toEqual(["IPv4", "ESP", "GRE", "inner IP"]);
    expect(layers.map((layer) => layer.mtu)).toEqual([1500, 1480, 1446, mtu]);
    expect(mtu).toBe(1446 - 8);
  });

  it("the MTU holds for the worst of several proposals", () => {
    const vpns = [
      vpn("a", "c", { espProposals: ["aes256gcm16", "aes256-sha512", "aes128ctr-sha256"] }),
    ];
    expect(tunnel({ vpns }).mtu).toBe(
      tunnel({ vpns: [vpn("a", "c", { espProposals: ["aes256-sha512"] })] }).mtu,
    );
  });

  it("the narrower underlay of the two counts", () => {
    const gateways = [
      gateway("a", 1, { underlayMtu: 9000 }),
      gateway("c", 2, { underlayMtu: 1492 }),
    ];
    expect(tunnel({ gateways }).mtu).toBe(1438);
  });

  it.each([
    [
      "a translated address",
      { gateways: [gateway("a", 1, { localAddress: "10.9.0.4" }), gateway("c", 2)] },
    ],
    [
      "a foreign gateway behind a NAT",
      {
        gateways: [gateway("a", 1)],
        foreignGateways: [foreignGateway("c", 2, { behindNat: true })],
      },
    ],
    ["encapsulation by choice", { vpns: [vpn("a", "c", { forceUdpEncapsulation: true })] }],
  ])("%s costs the 8 bytes of UDP", (_, parts) => {
    expect(tunnel(parts).mtu).toBe(tunnel().mtu - 8);
  });

  it("a local address that is the public one is no NAT", () => {
    const gateways = [gateway("a", 1, { localAddress: "198.51.100.1" }), gateway("c", 2)];
    expect(tunnel({ gateways }).mtu).toBe(1446);
  });

  it("000.3 GRE is optional and costs 24 bytes over IPv4, 44 over IPv6, and 4 more with a key", () => {
    const bare = tunnel().mtu;
    const withGre = (linkPool: string, keyed: boolean) =>
      tunnel({
        vpns: [vpn("a", "c", { addressPools: [linkPool] })],
        gres: [gre("a", "c", { keyed })],
      }).mtu;
    expect(bare - withGre("100.64.0.0/10", false)).toBe(20 + 4);
    expect(bare - withGre("100.64.0.0/10", true)).toBe(20 + 4 + 4);
    expect(bare - withGre("fdcd:7076:6e00::/48", false)).toBe(40 + 4);
  });

  it("000.2 layers, outermost first: IP, ESP, IP, GRE, inner IP", () => {
    const { layers, mtu } = tunnel({ gres: [gre("a", "c")] });
    expect(layers.map(({ protocol }) => protocol)).toEqual([
      "IPv4",
      "ESP",
      "IPv4",
      "GRE",
      "inner IP",
    ]);
    expect(layers.map((layer) => layer.mtu)).toEqual([1500, 1480, 1446, 1426, mtu]);
    expect(layers.map(({ headerBytes }) => headerBytes)).toEqual([20, 8 + 8 + 2 + 16, 20, 4, 0]);
  });

  it("001.1 ESP lies on IP itself without NAT, and in UDP with it", () => {
    const protocols = (parts: Intents = {}) => tunnel(parts).layers.map(({ protocol }) => protocol);
    expect(protocols()).toEqual(["IPv4", "ESP", "inner IP"]);
    expect(protocols({ vpns: [vpn("a", "c", { forceUdpEncapsulation: true })] })).toEqual([
      "IPv4",
      "UDP",
      "ESP",
      "inner IP",
    ]);
  });

  it("both ends have the tunnel's MTU, and GRE's below it the IPsec interface's", () => {
    const network = plan({
      gateways: [gateway("a", 1), gateway("c", 2)],
      vpns: [vpn("a", "c", { espProposals: [ESP] })],
      gres: [gre("a", "c", { keyed: true })],
    });
    const end = (gatewayPlan: GatewayPlan) => gatewayPlan.tunnels[0]!;
    for (const name of ["a", "c"]) {
      const { ipsec, mtu, gre: greEnd, mss4, mss6 } = end(gatewayOf(network, name));
      expect([ipsec.mtu, greEnd!.mtu, mtu, mss4, mss6]).toEqual([1446, 1418, 1418, 1378, 1358]);
    }
  });

  it.each([
    ["IPv4", {}, 4 as const],
    ["IPv6", { group: "ff05::1" }, 6 as const],
    ["IPv6", { peers: ["fd99::2"], underlayAddresses: ["fd99::1/64"] }, 6 as const],
  ])("a VXLAN segment over %s has what its underlay leaves", (_, extra, family) => {
    const inside = [
      {
        kind: "vxlan",
        device: "vxlan7",
        vni: 7,
        underlay: "eth1",
        addresses: ["10.1.0.1/24"],
        ...extra,
      },
    ];
    const network = plan({ gateways: [gateway("a", 1, { inside })] });
    const counted = largestThatFits(1500, (inner) => vxlanPacket(inner, family));
    expect(gatewayOf(network, "a").inside[0]!.mtu).toBe(counted);
  });
});
