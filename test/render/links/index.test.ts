import { GatewayPlan, InsidePlan } from "../../../lib/plan/types";
import { links } from "../../../lib/render/links";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan, policyEnd } from "../../fixtures/plan";

function script(overrides: Partial<GatewayPlan> = {}): string {
  return filesOf(links, gatewayPlan(overrides))[0]!.text;
}

/** The calls: what the script wants, without how it does it. */
function calls(overrides: Partial<GatewayPlan> = {}): string {
  return /\nnetwork\(\) \{\n(.*?)\n\}\n/s.exec(script(overrides))![1]!.replace(/^ {2}/gm, "");
}

function onlyTunnel(change: object, ipsec: object, gre?: object): Partial<GatewayPlan> {
  const [tunnel] = gatewayPlan().tunnels;
  const end = { ...tunnel!, ...change, ipsec: { ...tunnel!.ipsec, ...ipsec } };
  return {
    tunnels: [{ ...end, gre: gre && { ...tunnel!.gre!, ...gre } }],
    inside: [],
    pairLink: undefined,
    protectedNetworks: [],
  };
}

function segment(vxlan: Partial<NonNullable<InsidePlan["vxlan"]>>): Partial<GatewayPlan> {
  const plain = { vni: 4711, underlay: "eth1", underlayAddresses: ["10.9.0.1/24"], port: 4789 };
  return {
    ...onlyTunnel({}, {}),
    tunnels: [],
    inside: [
      {
        device: "vx0",
        addresses: ["10.1.0.1/24"],
        mtu: 1450,
        vxlan: { ...plain, peers: [], ...vxlan },
      },
    ],
  };
}

describe("links", () => {
  it("are what a person would write by hand, tunnel by tunnel", () => {
    expect(calls()).toMatchInlineSnapshot(`
      "# last resort of what belongs into tunnels
      route -4 blackhole 10.2.0.0/24 metric 4278198272
      route -6 blackhole fd02::/64 dev lo metric 4278198272
      # tunnel to c
      link vti-c 1446 vti local 198.51.100.2 remote 203.0.113.2 key 167772161
      address vti-c 169.254.0.0/31
      link gre-c 1422 gre local 169.254.0.0 remote 169.254.0.1 dev vti-c ttl 64
      address gre-c 100.65.0.0/31
      address gre-c fdcd:7076:6e01::/127 nodad
      # tunnel to d
      link vti-d 1446 vti local 198.51.100.2 remote 203.0.113.6 key 167772162
      address vti-d 169.254.0.2/31
      link gre-d 1422 gre local 169.254.0.2 remote 169.254.0.3 dev vti-d ttl 64
      address gre-d 100.65.0.2/31
      address gre-d fdcd:7076:6e01::2/127 nodad
      # inside segment eth1
      nic eth1 -
      address eth1 10.1.0.2/24
      address eth1 fd01::2/64
      # pair link to b
      nic eth2 -
      address eth2 100.64.0.0/31
      address eth2 fdcd:7076:6e00::/127"
    `);
  });

  it("tie an XFRM interface to its id alone", () => {
    expect(calls(onlyTunnel({}, { kind: "xfrm", device: "xfrm-c", id: 7 }))).toBe(`# tunnel to c
link xfrm-c 1446 xfrm if_id 7
address xfrm-c 169.254.0.0/31`);
  });

  it("leave the 8 bytes of the encapsulation limit out of GRE over IPv6", () => {
    const ends = { family: 6, local: "fd00::", remote: "fd00::1", key: 9, addresses: [] };
    const vti6 = { kind: "vti6", localAddress: "2001:db8::2", addresses: ["fd00::/127"] };
    expect(calls(onlyTunnel({}, vti6, ends))).toBe(`# tunnel to c
link vti-c 1446 vti6 local 2001:db8::2 remote 203.0.113.2 key 167772161
address vti-c fd00::/127 nodad
link gre-c 1422 ip6gre local fd00:: remote fd00::1 dev vti-c key 9 ttl 64 encaplimit none`);
  });

  it("keep an address that only Terraform knows one word", () => {
    const text = calls(onlyTunnel({}, { remoteAddress: "@{c.address}" }));
    expect(text).toContain("remote '@{c.address}' key");
  });

  it("flood a VXLAN segment to a multicast group", () => {
    expect(calls(segment({ group: "239.0.18.103" }))).toBe(`# inside segment vx0
nic eth1 -
address eth1 10.9.0.1/24
link vx0 1450 vxlan id 4711 dev eth1 dstport 4789 group 239.0.18.103 local 10.9.0.1
address vx0 10.1.0.1/24`);
  });

  it("flood a VXLAN segment to each of its peers", () => {
    expect(calls(segment({ peers: ["10.9.0.2", "10.9.0.3"] }))).toContain(
      "dstport 4789 local 10.9.0.1\nflood vx0 10.9.0.2\nflood vx0 10.9.0.3\n",
    );
  });

  it("refuse a VXLAN segment over IPv6 that the kernel would make one over IPv4", () => {
    expect(() => calls(segment({ peers: ["fd09::2"] }))).toThrow("needs an IPv6 address");
  });

  it("write routes as the kernel shows them, so that a second run finds them", () => {
    const text = calls({
      staticRoutes: [
        { prefix: "10.2.0.1/32", device: "gre-c" },
        { prefix: "::/0", device: "gre-c" },
        { prefix: "FD02:0::/64", device: "gre-d" },
      ],
    });
    expect(text).toContain(`# routes into tunnels
route -4 10.2.0.1 dev gre-c
route -6 default dev gre-c
route -6 fd02::/64 dev gre-d
`);
  });

  it("change for a new peer in that peer's own stanza only", () => {
    const [c] = gatewayPlan().tunnels;
    const without = calls({ tunnels: [c!] }).split("\n");
    const added = calls()
      .split("\n")
      .filter((line) => !without.includes(line));
    expect(added.every((line) => /\b(tunnel to d|(vti|gre)-d)\b/.test(line))).toBe(true);
  });

  it.each(["eth1;reboot", "-x", "a b", "eth1\nreboot", "", "sixteen-letters-"])(
    "refuse the device name %j",
    (device) => {
      expect(() => calls({ inside: [{ device, addresses: ["10.1.0.2/24"] }] })).toThrow(RangeError);
    },
  );

  it("run before the daemons and after whoever owns the NICs, without a cycle through FRR", () => {
    const unit = filesOf(links, gatewayPlan())[1]!.text;
    expect(unit).toContain("Before=frr.service strongswan.service\n");
    expect(unit).not.toMatch(/^After=.*\b(network|network-online)\.target/m);
  });

  it("have a device of last resort behind policies, once the inside address of its routes is there", () => {
    const text = calls({ tunnels: [], policyVpns: [policyEnd()], protectedNetworks: [] });
    expect(text).toContain(`# policies with c
link ipsec-c 1446 dummy
route -4 10.2.0.0/24 dev ipsec-c scope link src 10.1.0.2
route -6 fd02::/64 dev ipsec-c`);
    expect(text.indexOf("address eth1 10.1.0.2/24")).toBeLessThan(text.indexOf("# policies"));
    expect(text).not.toContain("blackhole");
  });

  it("are GRE between the endpoints themselves in transport mode, with a key where pinned", () => {
    const ends = "local 198.51.100.2 remote 203.0.113.2";
    expect(calls(onlyTunnel({}, { kind: "gre", id: undefined }))).toContain(
      `link vti-c 1446 gre ${ends} ttl 64`,
    );
    const addresses = { localAddress: "2001:db8::1", remoteAddress: "2001:db8::2" };
    const six = { kind: "gre", id: 0, family: 6, ...addresses };
    expect(calls(onlyTunnel({}, six))).toContain(
      "link vti-c 1446 ip6gre local 2001:db8::1 remote 2001:db8::2 key 0 ttl 64 encaplimit none",
    );
  });
});
