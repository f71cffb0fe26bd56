import { GatewayPlan, OspfPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

const OSPF: OspfPlan = {
  routerId: "10.1.0.2",
  area: "0.0.0.1",
  segments: [
    { device: "eth3", prefixes: ["10.1.3.0/24"], neighbors: [] },
    { device: "eth1", prefixes: ["10.1.0.0/24", "fd01::/64"], neighbors: [] },
  ],
  helloIntervalSeconds: 1,
  deadIntervalSeconds: 4,
  bfdProfile: "fast",
  outsideTag: 65001,
  externalMetric: 200,
};

function file(path: string, ospf: Partial<OspfPlan> = {}, gateway: Partial<GatewayPlan> = {}) {
  const files = filesOf(frr, gatewayPlan({ ospf: { ...OSPF, ...ospf }, ...gateway }));
  return files.find((it) => it.path === `/etc/frr/${path}`)!.text;
}

function section(text: string, title: string): string[] {
  const lines = text.split("\n");
  const start = lines.indexOf(title);
  return start < 0 ? [] : lines.slice(start, lines.indexOf("exit", start));
}

describe("OSPF in frr.conf", () => {
  it("runs on each inside segment, in the versions of its addresses, in FRR's order", () => {
    const text = file("frr.conf");
    expect(section(text, "interface eth1")).toEqual([
      "interface eth1",
      " ip ospf area 0.0.0.1",
      " ip ospf bfd",
      " ip ospf bfd profile fast",
      " ip ospf dead-interval 4",
      " ip ospf hello-interval 1",
      " ipv6 ospf6 area 0.0.0.1",
      " ipv6 ospf6 bfd",
      " ipv6 ospf6 bfd profile fast",
      " ipv6 ospf6 dead-interval 4",
      " ipv6 ospf6 hello-interval 1",
    ]);
    expect(section(text, "interface eth3").join("\n")).not.toContain("ospf6");
  });

  const secret = { kind: "terraform", name: "inside" } as const;

  it("B1: has one key for all routers: HMAC-SHA-256 (RFC 5709, RFC 7166)", () => {
    const text = file("frr.conf", { key: { secret, md5: false } });
    expect(section(text, "key chain inside")).toEqual([
      "key chain inside",
      " key 1",
      "  cryptographic-algorithm hmac-sha-256",
      "  key-string @{key.inside}",
      " exit",
    ]);
    expect(section(text, "interface eth1")).toEqual(
      expect.arrayContaining([
        " ip ospf authentication key-chain inside",
        " ipv6 ospf6 authentication keychain inside",
      ]),
    );
    expect(file("frr.conf")).not.toMatch(/authentication|key chain/);
  });

  it("B1: or MD5 for version 2 alone, whose key is the interface's", () => {
    const text = file("frr.conf", { key: { secret, md5: true } });
    const own = section(text, "interface eth1");
    expect(own).toContain(" ip ospf authentication message-digest");
    expect(own).toContain(" ip ospf message-digest-key 1 md5 @{key.inside}");
    expect(own).toContain(" ipv6 ospf6 authentication keychain inside");
    const ipv4 = file("frr.conf", {
      key: { secret, md5: true },
      segments: OSPF.segments.slice(0, 1),
    });
    expect(ipv4).not.toContain("key chain");
  });

  it("leaves out the timers that FRR has anyway, and BFD where there is none", () => {
    const text = file("frr.conf", {
      helloIntervalSeconds: 10,
      deadIntervalSeconds: 40,
      bfdProfile: undefined,
    });
    expect(section(text, "interface eth3")).toEqual(["interface eth3", " ip ospf area 0.0.0.1"]);
  });

  it("redistributes of BGP what has the tag of outside, with the gateway's metric", () => {
    const text = file("frr.conf");
    for (const router of ["ospf", "ospf6"]) {
      expect(section(text, `router ${router}`).slice(1)).toEqual([
        ` ${router} router-id 10.1.0.2`,
        " log-adjacency-changes",
        " redistribute bgp metric 200 route-map ospf-out",
      ]);
    }
    expect(section(text, "route-map ospf-out permit 10")).toContain(" match tag 65001");
    expect(text.match(/redistribute/g)).toHaveLength(2);
  });

  it("takes of OSPF the site's own networks alone, and BGP is told nothing by it", () => {
    const text = file("frr.conf");
    expect(text).toContain("\nip protocol ospf route-map inside-in-ipv4\n");
    expect(text).toContain("\nipv6 protocol ospf6 route-map inside-in-ipv6\n");
    expect(section(text, "route-map inside-in-ipv4 permit 10")).toContain(
      " match ip address prefix-list own-networks",
    );
    expect(section(text, "router bgp 65001").join("\n")).not.toContain("redistribute");
  });

  it("a tunnel's own networks are refused before anything is tagged", () => {
    const bgp = gatewayPlan().bgp!;
    const sessions = bgp.sessions.map((it) =>
      it.kind === "tunnel" ? { ...it, policy: { ...it.policy, tag: 65001 } } : it,
    );
    const text = file("frr.conf", {}, { bgp: { ...bgp, sessions } });
    const map = "route-map tunnel-in-ipv4-from-gre-c-preference-200";
    expect(section(text, `${map} deny 10`)).toContain(" match ip address prefix-list own-space");
    expect(section(text, `${map} permit 20`).slice(-2)).toEqual([
      " set local-preference 200",
      " set tag 65001",
    ]);
    expect(section(text, "route-map pair-in-preference-50 permit 10")).not.toContain(
      " set tag 65001",
    );
  });

  it("stands where FRR shows it, but for interfaces, which come once the router has its id", () => {
    const order = (text: string) =>
      [
        "router bgp",
        "router ospf\n",
        "interface eth1",
        "route-map ospf-out",
        "ip protocol",
        "bfd\n p",
      ]
        .map((it) => text.indexOf(`\n${it}`))
        .map((at, _, all) => [...all].sort((a, b) => a - b).indexOf(at));
    expect(order(file("frr.conf"))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(order(file("frr.conf", {}, { platform: "debian-13" }))).toEqual([1, 2, 3, 0, 4, 5]);
  });

  it.each(["debian-12", "debian-13"] as const)(
    "of an isolated gateway runs in the VRF, which has its filters (%s)",
    (platform) => {
      const text = file("frr.conf", {}, { platform, vrf: { device: "private", table: 1000 } });
      expect(text).toContain("!\nrouter ospf vrf private\n ospf router-id 10.1.0.2\n");
      expect(text).toContain("!\nrouter ospf6 vrf private\n ospf6 router-id 10.1.0.2\n");
      expect(text).toContain(
        " ip protocol ospf route-map inside-in-ipv4\n" +
          " ipv6 protocol ospf6 route-map inside-in-ipv6\nexit-vrf\n",
      );
      expect(text).not.toMatch(/^ip(v6)? protocol|^router ospf6?$/m);
    },
  );

  it("names no BFD profile that the gateway does not have", () => {
    expect(() => file("frr.conf", { bfdProfile: "slow" })).toThrow('no BFD profile "slow"');
  });

  it.each(["eth1\nrouter bgp 1", "eth1 area", "", "-x"])("refuses the device name %j", (device) => {
    const segments = [{ device, prefixes: ["10.1.0.0/24"], neighbors: [] }];
    expect(() => file("frr.conf", { segments })).toThrow(RangeError);
  });
});

describe("OSPF's daemons", () => {
  it("run for the families that the inside has, terminals on the loopback", () => {
    const both = file("daemons");
    expect(both).toContain("\nospfd=yes\nospf6d=yes\n");
    expect(both).toContain('\nospfd_options="-A 127.0.0.1"\nospf6d_options="-A ::1"\n');
    const segments = [{ device: "eth1", prefixes: ["10.1.0.0/24"], neighbors: [] }];
    const one = file("daemons", { segments });
    expect(one).not.toContain("ospf6d");
    expect(filesOf(frr, gatewayPlan())[0]!.text).not.toContain("ospf");
  });
});
