import { releaseTree } from "../../lab/image/image";
import * as net from "../fixtures/intents";
import { gatewayPlan } from "../fixtures/plan";
import { Probe, throughFirewall } from "./packets";
import { BUILD_LIMIT_MS, describeIfPossible } from "./releases";

/** Each third party has a key of its own. */
const key = (name: string) => ({ secret: { kind: "terraform", name: `${name}_psk` } });

/** An office with a third party that declares networks, one that does not, and a branch of its own. */
function office() {
  const plan = net.plan({
    gateways: [
      net.gateway("office", 1, { asn: 65001, underlayDevice: "eth0" }),
      net.gateway("branch", 3),
    ],
    foreignGateways: [
      net.foreignGateway("partner", 2, { asn: 65002, networks: ["10.2.0.0/24", "fd02::/64"] }),
      net.foreignGateway("carrier", 5, { asn: 65005, networks: undefined }),
    ],
    vpns: [
      net.meshVpn("office", "partner", key("partner")),
      net.meshVpn("office", "carrier", { mesh: "net/carriers", ...key("carrier") }),
      net.vpn("office", "branch"),
    ],
    meshes: [
      net.mesh(["office", "partner"]),
      net.mesh(["office", "carrier"], { path: "net/carriers" }),
    ],
  });
  return net.gatewayOf(plan, "office");
}

/** Probes as [device, source, destination], and where they end. */
type Case = readonly [name: string, probe: Probe, ends: readonly string[]];

const udp = (device: string, source: string, destination: string): Probe => {
  return { device, source, destination, protocol: "udp" };
};

describeIfPossible.each(["bookworm", "trixie"] as const)("packets, with nft of %s", (release) => {
  let tree: string;
  beforeAll(async () => {
    tree = await releaseTree(release);
  }, BUILD_LIMIT_MS);

  function expectEnds(gateway: Parameters<typeof throughFirewall>[1], cases: readonly Case[]) {
    const { probes } = throughFirewall(tree, gateway, { probes: cases.map(([, one]) => one) });
    const found = cases.map(([name], index) => `${name}: ${probes[index]!.join(" ") || "dropped"}`);
    const wanted = cases.map(([name, , ends]) => `${name}: ${ends.join(" ") || "dropped"}`);
    expect(found).toEqual(wanted);
  }

  it("B7: a tunnel brings what its peer declares, and leads to the inside alone", () => {
    expectEnds(office(), [
      ["the partner to our LAN", udp("xfrm-partner", "10.2.0.9", "10.1.0.50"), ["eth1"]],
      ["the same in IPv6", udp("xfrm-partner", "fd02::9", "fd01::50"), ["eth1"]],
      ["as our LAN", udp("xfrm-partner", "10.1.0.50", "10.1.0.51"), []],
      ["as our LAN in IPv6", udp("xfrm-partner", "fd01::50", "fd01::51"), []],
      ["as our branch", udp("xfrm-partner", "10.3.0.9", "10.1.0.50"), []],
      ["as anybody", udp("xfrm-partner", "8.8.8.8", "10.1.0.50"), []],
      ["to our branch", udp("xfrm-partner", "10.2.0.9", "10.3.0.9"), []],
      ["to our branch in IPv6", udp("xfrm-partner", "fd02::9", "fd03::9"), []],
      ["back to itself", udp("xfrm-partner", "10.2.0.9", "10.2.0.10"), []],
      ["out to the world", udp("xfrm-partner", "10.2.0.9", "192.0.2.1"), []],
      ["as our LAN to ourselves", udp("xfrm-partner", "10.1.0.50", "10.1.0.1"), []],
    ]);
  });

  it("B7: a peer that declares nothing may be anyone but what the plan holds", () => {
    const from = (source: string, to = "10.1.0.50") => udp("xfrm-carrier", source, to);
    expectEnds(office(), [
      ["from the world", from("8.8.8.8"), ["eth1"]],
      ["from the world in IPv6", from("2001:db8::8", "fd01::50"), ["eth1"]],
      ["as our LAN", from("10.1.0.50"), []],
      ["as our branch", from("10.3.0.9"), []],
      ["as the partner", from("10.2.0.9"), []],
      ["as the partner in IPv6", from("fd02::9", "fd01::50"), []],
      ["from 127.0.0.0/8", from("127.0.0.1"), []],
      ["from a link-local address", from("169.254.169.254"), []],
      ["to our branch", from("8.8.8.8", "10.3.0.9"), []],
    ]);
  });

  it("B7: errors come from any router on the way, but not from our own networks", () => {
    const error = (source: string, more: Partial<Probe> = {}): Probe => {
      const to = source.includes(":") ? "fd01::50" : "10.1.0.50";
      const protocol = source.includes(":") ? "icmp6" : "icmp";
      const type = source.includes(":") ? 2 : 3;
      return { device: "xfrm-partner", source, destination: to, protocol, type, code: 4, ...more };
    };
    const own = office().tunnels.find(({ peer }) => peer === "partner")!.peerAddresses;
    expectEnds(office(), [
      ["fragmentation needed, by a router", error("172.31.9.9"), ["eth1"]],
      ["packet too big, by a router", error("fd99::9", { code: 0 }), ["eth1"]],
      ["time exceeded, by a router", error("172.31.9.9", { type: 11, code: 0 }), ["eth1"]],
      ["fragmentation needed, by the peer", error(own[0]!), ["eth1"]],
      ["packet too big, by the peer", error(own[1]!, { code: 0 }), ["eth1"]],
      ["by our LAN", error("10.1.0.60"), []],
      ["by our LAN in IPv6", error("fd01::60", { code: 0 }), []],
      ["a ping is no error", error("172.31.9.9", { type: 8, code: 0 }), []],
      ["a redirect is none either", error("172.31.9.9", { type: 5, code: 1 }), []],
    ]);
  });

  it("B4: routing is heard from the neighbor's own address, by its own link", () => {
    const gateway = office();
    const [partner, carrier] = ["partner", "carrier"].map((peer) =>
      gateway.tunnels.find((one) => one.peer === peer)!,
    );
    const bgp = (device: string, source: string, destination: string, ttl = 255): Probe => {
      return { device, source, destination, protocol: "tcp", port: 179, ttl };
    };
    const cases = [0, 1].flatMap((family): Case[] => {
      const [source, far] = [partner!.peerAddresses[family]!, carrier!.peerAddresses[family]!];
      const own = partner!.addresses[family]!.split("/")[0]!;
      const name = family === 0 ? "IPv4" : "IPv6";
      const lan = family === 0 ? "10.3.0.9" : "fd03::9";
      return [
        [`${name}, the neighbor`, bgp("xfrm-partner", source, own), ["local"]],
        [`${name}, by another tunnel`, bgp("xfrm-carrier", source, own), []],
        [`${name}, from the inside`, bgp("eth1", source, own), []],
        [`${name}, by the underlay`, bgp("eth0", source, own), []],
        [`${name}, as another neighbor`, bgp("xfrm-partner", far, own), []],
        [`${name}, from behind the neighbor to another`, bgp("xfrm-partner", source, far), []],
        [`${name}, from the inside to a neighbor`, bgp("eth1", own, source), []],
        [`${name}, from a host inside`, bgp("eth1", lan, source), []],
      ];
    });
    expectEnds(gateway, cases);
  });

  it("the partner's BFD echoes go back by the pair link, and nothing else of its address", () => {
    const [fast] = gatewayPlan().bfdProfiles;
    const plan = gatewayPlan({ bfdProfiles: [{ ...fast!, echoIntervalMs: 100 }] });
    const echo = (source: string, more: Partial<Probe> = {}): Probe => {
      return { ...udp("eth2", source, source), port: 3785, ttl: 255, ...more };
    };
    expectEnds(plan, [
      ["an echo", echo("100.64.0.1"), ["eth2"]],
      ["by the inside", echo("100.64.0.1", { device: "eth1" }), []],
      ["by a tunnel", echo("100.64.0.1", { device: "gre-c" }), []],
      ["another port", echo("100.64.0.1", { port: 3784 }), []],
      ["to a host inside", echo("100.64.0.1", { destination: "10.1.0.50" }), []],
      ["from a host inside", echo("10.1.0.50", { destination: "100.64.0.1" }), []],
      ["the neighbor of a tunnel", echo("100.65.0.1", { device: "gre-c" }), []],
    ]);
  });

  it("without echo nothing of the partner's address is forwarded", () => {
    const echo = { ...udp("eth2", "100.64.0.1", "100.64.0.1"), port: 3785, ttl: 255 };
    expectEnds(gatewayPlan(), [["an echo", echo, []]]);
  });

  /** Each address family of the one tunnel of a gateway, as sources and destinations. */
  const ends = ({ tunnels }: ReturnType<typeof office>) =>
    [0, 1].map((family) => ({
      family,
      device: tunnels[0]!.device,
      source: tunnels[0]!.peerAddresses[family]!,
      destination: tunnels[0]!.addresses[family]!.split("/")[0]!,
    }));

  it("B4: BFD and BGP of our own gateways have come from no further than the link", () => {
    const plan = net.plan({
      gateways: [1, 2].map((n) =>
        net.gateway(`g${n}`, n, { asn: 65000 + n, underlayDevice: "eth0" }),
      ),
      vpns: [net.meshVpn("g1", "g2")],
      meshes: [net.mesh(["g1", "g2"])],
    });
    const gateway = net.gatewayOf(plan, "g1");
    expectEnds(
      gateway,
      ends(gateway).flatMap(({ family, ...link }): Case[] => {
        const bfd = (ttl: number, port = 3784): Probe => ({ ...link, protocol: "udp", port, ttl });
        const bgp = (ttl: number): Probe => ({ ...link, protocol: "tcp", port: 179, ttl });
        return [
          [`family ${family}`, bfd(255), ["local"]],
          [`family ${family}, by a router`, bfd(254), []],
          [`family ${family}, an echo`, bfd(254, 3785), ["local"]],
          [`family ${family}, an echo by a router`, bfd(253, 3785), []],
          [`family ${family}, BGP`, bgp(255), ["local"]],
          [`family ${family}, BGP by a router`, bgp(254), []],
          [`family ${family}, BGP of one hop without TTL security`, bgp(1), []],
        ];
      }),
    );
  });

  it.each([
    [true, []],
    [false, ["local"]],
  ] as const)("B4: a third party's BGP, with TTL security: %s", (ttlSecurity, fromBehind) => {
    const plan = net.plan({
      gateways: [net.gateway("g1", 1, { asn: 65001, underlayDevice: "eth0" })],
      foreignGateways: [net.foreignGateway("partner", 2, { asn: 65002, ttlSecurity })],
      vpns: [net.meshVpn("g1", "partner", key("partner"))],
      meshes: [net.mesh(["g1", "partner"])],
    });
    const gateway = net.gatewayOf(plan, "g1");
    expectEnds(
      gateway,
      ends(gateway).flatMap(({ family, ...link }): Case[] => {
        const bgp = (ttl: number): Probe => ({ ...link, protocol: "tcp", port: 179, ttl });
        return [
          [`family ${family}, the partner`, bgp(255), ["local"]],
          [`family ${family}, a host behind it`, bgp(254), fromBehind],
        ];
      }),
    );
  });

  it("B7: a hub passes on between its branches, and not between third parties", () => {
    const names = ["one", "two", "partner", "supplier"];
    const plan = net.plan({
      gateways: [1, 2, 3].map((n) =>
        net.gateway(["hub", "one", "two"][n - 1]!, n, { asn: 65000 + n, underlayDevice: "eth0" }),
      ),
      foreignGateways: [4, 5].map((n) => net.foreignGateway(names[n - 2]!, n, { asn: 65000 + n })),
      vpns: names.map((name) => net.meshVpn("hub", name, key(name))),
      meshes: [net.mesh(["hub", ...names], { hubs: ["net/hub"] })],
    });
    expectEnds(net.gatewayOf(plan, "hub"), [
      ["branch to branch", udp("xfrm-one", "10.2.0.9", "10.3.0.9"), ["xfrm-two"]],
      ["branch to branch in IPv6", udp("xfrm-one", "fd02::9", "fd03::9"), ["xfrm-two"]],
      ["branch to partner", udp("xfrm-one", "10.2.0.9", "10.4.0.9"), ["xfrm-partner"]],
      ["partner to branch", udp("xfrm-partner", "10.4.0.9", "10.2.0.9"), ["xfrm-one"]],
      ["partner to supplier", udp("xfrm-partner", "10.4.0.9", "10.5.0.9"), []],
      ["one branch as another", udp("xfrm-one", "10.3.0.9", "10.2.0.10"), []],
      ["branch to the hub's LAN", udp("xfrm-one", "10.2.0.9", "10.1.0.9"), ["eth1"]],
    ]);
    // A branch takes from its hub what other branches send.
    expectEnds(net.gatewayOf(plan, "one"), [
      ["another branch", udp("xfrm-hub", "10.3.0.9", "10.2.0.9"), ["eth1"]],
      ["the hub's LAN", udp("xfrm-hub", "10.1.0.9", "10.2.0.9"), ["eth1"]],
      ["as its own LAN", udp("xfrm-hub", "10.2.0.10", "10.2.0.9"), []],
    ]);
  });

  it("B7: in a pair, traffic takes any of a site's tunnels, and the partner's way", () => {
    const inside = (site: number, n: number) => [
      { kind: "interface", device: "eth1", addresses: [`10.${site}.0.${n}/24`] },
    ];
    const members = ["a", "b", "c", "d"].map((name, index) =>
      net.gateway(name, index + 1, {
        inside: inside(index < 2 ? 1 : 2, index + 2),
        underlayDevice: "eth0",
      }),
    );
    const plan = net.plan({
      gateways: members,
      pairs: [
        net.pair("east", "a", "b", { asn: 65001, networks: ["10.1.0.0/24"] }),
        net.pair("west", "c", "d", { asn: 65002, networks: ["10.2.0.0/24"] }),
      ],
      vpns: ["a-c", "a-d", "b-c", "b-d"].map((name) =>
        net.meshVpn(...(name.split("-") as [string, string])),
      ),
      gres: ["a-c", "a-d", "b-c", "b-d"].map((name) =>
        net.gre(...(name.split("-") as [string, string])),
      ),
      meshes: [net.mesh(["east", "west"])],
    });
    const gateway = net.gatewayOf(plan, "a");
    const { partnerAddresses } = gateway.pairLink!;
    expectEnds(gateway, [
      ["by one gateway", udp("gre-c", "10.2.0.9", "10.1.0.99"), ["eth1"]],
      ["by the other", udp("gre-d", "10.2.0.9", "10.1.0.99"), ["eth1"]],
      ["by the partner", udp("eth2", "10.2.0.9", "10.1.0.99"), ["eth1"]],
      ["from our LAN by the partner", udp("eth2", "10.1.0.99", "10.2.0.9"), ["gre-c"]],
      ["as our LAN", udp("gre-c", "10.1.0.98", "10.1.0.99"), []],
      ["as the pair link", udp("gre-c", partnerAddresses[0]!, "10.1.0.99"), []],
      ["in what carries GRE", udp("xfrm-c", "10.2.0.9", "10.1.0.99"), []],
    ]);
  });

  it("scan: the transit finds SSH, and IKE where the peer may be anywhere; its peers find IKE", () => {
    const gateway = office();
    const roaming = net.gatewayOf(
      net.plan({
        gateways: [
          net.gateway("office", 1, { underlayDevice: "eth0", managementFrom: ["192.0.2.0/24"] }),
          net.gateway("home", 2, { address: undefined }),
        ],
        vpns: [net.vpn("office", "home")],
      }),
      "office",
    );
    const scan = (source: string): Partial<Probe> => {
      const destination = source.includes(":") ? "2001:db8:1::2" : "198.51.100.1";
      return { device: "eth0", source, destination };
    };
    const from = (one: typeof gateway, ...sources: string[]) => {
      const found = throughFirewall(tree, one, { probes: [], scans: sources.map(scan) }).scans;
      for (const { sent, arrived } of found)
        expect([sent, arrived >= sent]).toEqual([131070, true]);
      return found.map(({ open }) => open);
    };
    const ike = ["udp/4500", "udp/500"];
    expect(from(gateway, "203.0.113.77", "203.0.113.2", "2001:db8:9::9")).toEqual([
      ["tcp/22"],
      ["tcp/22", ...ike],
      ["tcp/22"],
    ]);
    expect(from(roaming, "203.0.113.77", "192.0.2.7", "2001:db8:9::9")).toEqual([
      ike,
      ["tcp/22", ...ike],
      [],
    ]);
  });
});
