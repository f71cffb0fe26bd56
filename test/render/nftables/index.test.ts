import { GatewayPlan } from "../../../lib/plan/types";
import { nftables } from "../../../lib/render/nftables";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan, policyEnd, picPlan } from "../../fixtures/plan";

function rules(overrides: Partial<GatewayPlan> = {}): string {
  return filesOf(nftables, gatewayPlan(overrides))[0]!.text;
}

/** Elements of a set or map, one a line. */
function elements(name: string, overrides: Partial<GatewayPlan> = {}): string[] {
  const match = new RegExp(
    String.raw`(?:set|map) ${name} \{.*?elements = \{\n(.*?)\n    \}`,
    "s",
  ).exec(rules(overrides));
  return match ? match[1]!.split("\n").map((line) => line.trim().replace(/,$/, "")) : [];
}

describe("the firewall", () => {
  it("replaces its own table, and no other, in one transaction", () => {
    expect(rules()).toMatch(
      /^# .*\ntable inet vpn_gateway\ndelete table inet vpn_gateway\n\ntable inet vpn_gateway \{\n/,
    );
    expect(rules()).not.toContain("flush");
  });

  it("drops what nothing below allows, to the gateway and through it", () => {
    expect(rules()).toContain("type filter hook input priority filter; policy drop;");
    expect(rules()).toContain("type filter hook forward priority filter; policy drop;");
  });

  it("forwards between inside, pair link and tunnels, never to the underlay", () => {
    expect(elements("protected")).toEqual([
      '"eth1"',
      '"eth2" comment "b"',
      '"gre-c" comment "c"',
      '"gre-d" comment "d"',
    ]);
    const forward = /chain forward \{(.*?)\n {2}\}/s.exec(rules())![1]!;
    expect(forward.match(/.*\baccept$/gm)).toEqual([
      "    iifname @protected oifname @protected accept",
    ]);
  });

  it("forwards to the VRFs that lead to other sites, and never from the partner back to it", () => {
    const pic = picPlan();
    expect(elements("protected", { pic })).toContain('"to-west" comment "west"');
    expect(elements("mss4", { pic })).toContain('"to-west" : 1382');
    const forward = /chain forward \{(.*?)\n {2}\}/s.exec(rules({ pic }))![1]!;
    expect(elements("partner", { pic })).toEqual(['"eth2"']);
    expect(forward).toMatch(
      /iifname @partner oifname @partner drop\n(.*\n)*? {4}iifname @protected oifname @protected accept/,
    );
    expect(elements("partner")).toEqual([]);
  });

  it("hears IKE and ESP from declared peers", () => {
    expect(elements("peers4")).toEqual(['203.0.113.2 comment "c"', '203.0.113.6 comment "d"']);
    expect(rules()).toContain("ip saddr @peers4 udp dport { 500, 4500 } accept");
    expect(rules()).not.toContain("@peers6");
  });

  it("hears peers over IPv6 where the underlay is IPv6", () => {
    const [tunnel] = gatewayPlan().tunnels;
    const ipsec = { ...tunnel!.ipsec, family: 6 as const, remoteAddress: "@{c.address}" };
    const overrides = { tunnels: [{ ...tunnel!, ipsec }] };
    expect(elements("peers6", overrides)).toEqual(['@{c.address} comment "c"']);
    expect(rules(overrides)).not.toContain("@peers4");
  });

  it("hears BGP and BFD from each neighbor on its own device", () => {
    expect(elements("neighbors4")).toEqual([
      '"gre-c" . 100.65.0.1',
      '"gre-d" . 100.65.0.3',
      '"eth2" . 100.64.0.1',
      '"eth1" . 10.1.0.10',
    ]);
    expect(rules()).toContain("iifname . ip6 saddr @neighbors6 jump routing");
  });

  it("hears BFD from further off than one hop where a router is, with as many hops left as told", () => {
    const far = ["10.1.9.1", "fd09::1"].map((neighbor) =>
      bgpSession({ kind: "inside", device: "eth1", neighbor, multihop: true }),
    );
    const [profile] = gatewayPlan().bfdProfiles;
    const told = (minimumTtl?: number) => ({
      bgp: { ...gatewayPlan().bgp!, sessions: far },
      bfdProfiles: [{ ...profile!, minimumTtl }],
    });
    expect(elements("far_routers4", told(254))).toEqual(['"eth1" . 10.1.9.1']);
    expect(elements("far_hops4", told(254))).toEqual(["254-255"]);
    expect(elements("far_hops6", told())).toEqual(["1-255"]);
    expect(rules(told(254)).match(/.*4784.*/g)).toEqual([
      "    iifname . ip saddr @far_routers4 ip ttl @far_hops4 udp dport 4784 accept",
      "    iifname . ip6 saddr @far_routers6 ip6 hoplimit @far_hops6 udp dport 4784 accept",
    ]);
    expect(rules()).not.toContain("4784");
  });

  it("forwards the partner's BFD echoes back where IPv4 has them, in a VRF too", () => {
    const [fast] = gatewayPlan().bfdProfiles;
    const echoing = { bfdProfiles: [{ ...fast!, echoIntervalMs: 100 }] };
    const inVrf = { ...echoing, vrf: { device: "vrf-vpn", table: 1001 } };
    expect(elements("echoes", echoing)).toEqual(['"eth2" . 100.64.0.1']);
    const back = "ip saddr @echoes oifname . ip daddr @echoes udp dport 3785 accept";
    expect(rules(echoing)).toContain(`iifname . ${back}`);
    expect(rules(inVrf)).toContain(`meta sdifname . ${back}`);
    expect(rules()).not.toContain("echoes");
  });

  it("hears inner routers of a prefix on the inside device alone", () => {
    const timers = { keepaliveSeconds: 3, holdTimeSeconds: 9, connectRetrySeconds: 10 };
    const prefixes = ["10.1.0.0/24"];
    const listen = {
      device: "eth1",
      prefixes,
      limits: { 4: { prefixes: 1024 }, 6: { prefixes: 1024 } },
      secret: { kind: "terraform", name: "inside" } as const,
      localAddresses: ["10.1.0.2"],
      timers,
    };
    const overrides = { bgp: { ...gatewayPlan().bgp!, listen } };
    expect(elements("listen4", overrides)).toEqual(["10.1.0.0/24"]);
    expect(rules(overrides)).toContain("iifname @listen ip saddr @listen4 jump routing");
  });

  it("hears OSPF, and its BFD, on inside segments alone, from their addresses and link-local ones", () => {
    const ospf = {
      ...{ routerId: "10.1.0.2", area: "0.0.0.0", outsideTag: 65001, externalMetric: 100 },
      ...{ helloIntervalSeconds: 10, deadIntervalSeconds: 40 },
      segments: [{ device: "eth1", prefixes: ["10.1.0.0/24", "fd01::/64"], neighbors: [] }],
    };
    expect(elements("ospf_devices4", { ospf })).toEqual(['"eth1"']);
    expect(elements("ospf_prefixes4", { ospf })).toEqual(["10.1.0.0/24"]);
    expect(elements("ospf_devices6", { ospf })).toEqual(['"eth1"']);
    expect(rules({ ospf }).match(/.*( 89 |@ospf_devices6).*/g)).toEqual([
      expect.stringContaining("# OSPF, IP protocol 89 "),
      "    iifname @ospf_devices4 ip saddr @ospf_prefixes4 meta l4proto 89 accept",
      "    iifname @ospf_devices6 ip6 saddr fe80::/10 meta l4proto 89 accept",
      "    iifname @ospf_devices6 ip6 saddr fe80::/10 jump bfd",
      "    iifname @ospf_devices6 icmpv6 type mld-listener-query accept",
    ]);
    const isolated = rules({ ospf, vrf: { device: "private", table: 1000 } });
    const inVrf = isolated.split("\n").filter((line) => line.includes("@ospf_devices"));
    expect(inVrf).toHaveLength(5);
    for (const rule of inVrf) expect(rule).toMatch(/^ +meta sdifname @ospf_devices[46] /);
    expect(rules()).not.toContain("ospf");
  });

  it("takes GRE only out of IPsec", () => {
    expect(elements("gre_ends4")).toEqual(['"vti-c" . 169.254.0.1', '"vti-d" . 169.254.0.3']);
    expect(rules()).toContain("iifname . ip saddr @gre_ends4 meta l4proto 47 accept");
  });

  it("takes GRE in transport mode only out of ESP, and sends none without", () => {
    const [tunnel] = gatewayPlan().tunnels;
    const ipsec = { ...tunnel!.ipsec, kind: "gre" as const };
    const overrides = { tunnels: [{ ...tunnel!, ipsec, gre: undefined }] };
    expect(elements("gre_peers4", overrides)).toEqual(['203.0.113.2 comment "c"']);
    expect(rules(overrides)).toContain(
      "ip saddr @gre_peers4 meta l4proto 47 meta secpath exists accept",
    );
    expect(rules(overrides)).toContain(
      "ip daddr @gre_peers4 meta l4proto 47 rt ipsec missing drop",
    );
    expect(rules()).not.toContain("@gre_peers");
  });

  it("forwards to and from the underlay only what a policy took, in both directions", () => {
    const overrides = { tunnels: [], policyVpns: [policyEnd()] };
    expect(elements("peers4", overrides)).toEqual(['203.0.113.2 comment "c"']);
    expect(elements("protected", overrides)).not.toContain('"ipsec-c" comment "c"');
    expect(elements("selectors4", overrides)).toEqual(["10.2.0.0/24"]);
    expect(elements("selectors6", overrides)).toEqual(["fd02::/64"]);
    const forward = /chain forward \{(.*?)\n {2}\}/s.exec(rules(overrides))![1]!;
    const accepting = forward.match(/.*\baccept$/gm)!.slice(1);
    expect(accepting).toHaveLength(4);
    for (const rule of accepting) {
      if (/daddr @selectors/.test(rule)) expect(rule).toContain("rt ipsec exists");
      if (/saddr @selectors/.test(rule)) expect(rule).toContain("meta secpath exists");
    }
  });

  it("sends nothing of its own for a segment or a tunnel's link another way", () => {
    const own = [...gatewayPlan().ownPrefixes].filter((prefix) => prefix.includes("."));
    const links = ["169.254.0.0/31", "169.254.0.2/31", "100.65.0.0/31", "100.65.0.2/31"];
    expect(elements("own4").sort()).toEqual([...own, ...links].sort());
    const output = /chain output \{(.*?)\n {2}\}/s.exec(rules())![1]!;
    expect(output.match(/.*@(carriers|own4).*/g)).toEqual([
      "    oifname @carriers accept",
      '    oifname != "lo" oifname != @protected ip daddr @own4 drop',
    ]);
    expect(elements("carriers")).toEqual(['"vti-c"', '"vti-d"']);
  });

  it("clamps TCP of a policy-based VPN by the prefix behind it", () => {
    const overrides = { tunnels: [], policyVpns: [policyEnd()] };
    expect(elements("selector_mss4", overrides)).toEqual(["10.2.0.0/24 : 1406"]);
    expect(elements("selector_mss6", overrides)).toEqual(["fd02::/64 : 1386"]);
    expect(rules(overrides)).toContain("typeof ip daddr : tcp option maxseg size");
    for (const way of ["ip daddr", "ip saddr"]) {
      expect(rules(overrides)).toContain(`tcp option maxseg size set ${way} map @selector_mss4`);
    }
  });

  it("clamps TCP to each tunnel's own segment size, in both directions", () => {
    expect(elements("mss4")).toEqual(['"gre-c" : 1382', '"gre-d" : 1382']);
    expect(elements("mss6")).toEqual(['"gre-c" : 1362', '"gre-d" : 1362']);
    for (const way of ["oifname", "iifname"]) {
      expect(rules()).toContain(`tcp option maxseg size set ${way} map @mss6`);
    }
  });

  it("lets nobody in by SSH unless told who", () => {
    expect(elements("management4")).toEqual(["192.0.2.0/24"]);
    expect(rules({ managementFrom: [] })).not.toContain("dport 22");
  });

  it("takes the underlay for what is not protected where its device is not known", () => {
    const uplinks = [{ ...gatewayPlan().uplinks[0]!, device: undefined }];
    expect(rules({ uplinks })).toContain("iifname != @protected udp sport 67 udp dport 68 accept");
  });

  it("hears VXLAN from a group on its device, or from the segment's peers", () => {
    const vxlan = { vni: 1, underlay: "eth3", underlayAddresses: [], port: 4789 };
    const inside = (change: object) => [
      { device: "vx0", addresses: ["10.1.0.1/24"], vxlan: { ...vxlan, peers: [], ...change } },
    ];
    expect(elements("segments", { inside: inside({ group: "239.0.0.1" }) })).toEqual([
      '"eth3" . 4789',
    ]);
    expect(elements("segment_peers4", { inside: inside({ peers: ["10.9.0.2"] }) })).toEqual([
      '"eth3" . 10.9.0.2 . 4789',
    ]);
  });

  it("changes for a new peer by elements of sets alone", () => {
    const [c] = gatewayPlan().tunnels;
    const bgp = gatewayPlan().bgp!;
    const sessions = bgp.sessions.filter(({ device }) => device !== "gre-d");
    const without = rules({ tunnels: [c!], bgp: { ...bgp, sessions } }).split("\n");
    const added = rules()
      .split("\n")
      .filter((line) => !without.includes(line));
    expect(
      added.every((line) => /^ {6}(".*-d"|203\.0\.113\.6|[0-9a-f.:]+\/\d+,$)/.test(line)),
    ).toBe(true);
  });

  it.each(['eth1" accept #', "eth*", "a b", "eth1\n", ""])(
    "refuses the device name %j",
    (device) => {
      expect(() => rules({ inside: [{ device, addresses: [] }] })).toThrow(RangeError);
    },
  );

  it.each(["0.0.0.0/0 }", "@management", "10.0.0.1; accept", "@{a} accept", ""])(
    "refuses the address %j",
    (address) => {
      expect(() => rules({ managementFrom: [address] })).toThrow(RangeError);
    },
  );
});
