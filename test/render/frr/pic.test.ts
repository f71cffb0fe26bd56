import { GatewayPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan, picPlan } from "../../fixtures/plan";

const WEST = { address: "100.66.0.0", nextHop: "100.66.0.1", device: "to-west" };
const WEST6 = { address: "fdcd::66:0", nextHop: "fdcd::66:1", device: "to-west" };

function conf(overrides: Partial<GatewayPlan> = {}, networks: object = {}): string {
  const policy = { localPreference: 200, med: 100 };
  const site = { carries: "site-loopback", policy } as const;
  const bulk = { carries: "networks", bfdProfile: undefined, policy } as const;
  const sessions = [
    bgpSession({ neighbor: "100.65.0.1", ...site, remoteSite: WEST, accept: ["100.66.0.0/32"] }),
    bgpSession({
      neighbor: "100.65.1.1",
      ...bulk,
      remoteSite: WEST,
      accept: ["10.2.0.0/24"],
      ...networks,
    }),
    bgpSession({ neighbor: "fd65::1", ...bulk, remoteSite: WEST6, accept: ["fd02::/64"] }),
  ];
  const bgp = { ...gatewayPlan().bgp!, siteLoopbacks: ["100.67.0.0/32"], sessions };
  return filesOf(frr, gatewayPlan({ bgp, pic: picPlan(), ...overrides }))[1]!.text;
}

function routeMap(text: string, name: string): string {
  return text
    .split("\n!\n")
    .filter((block) => block.startsWith(`route-map ${name} `))
    .join("\n");
}

describe("003.6 prefix-independent convergence", () => {
  it("announces what stands for the site while the segment has a link", () => {
    expect(conf()).toContain(`!
ip route 100.67.0.0/32 eth1
ipv6 route fdcd::67:0/128 eth1
!
`);
    expect(conf()).toContain("  network 100.67.0.0/32\n");
  });

  it("is one default route for each family in a site's VRF, which follows the site's address", () => {
    const vrf = `!
vrf to-west
 ip route 0.0.0.0/0 100.66.0.0 nexthop-vrf default
 ip route 0.0.0.0/0 blackhole 254
 ipv6 route ::/0 fdcd::66:0 nexthop-vrf default
 ipv6 route ::/0 blackhole 254
`;
    expect(conf()).toContain(`${vrf}exit-vrf\n!\n`);
    const tracking = " no ip nht resolve-via-default\n no ipv6 nht resolve-via-default\n";
    expect(conf({ platform: "debian-13" })).toContain(`${vrf}${tracking}exit-vrf\n!\n`);
  });

  it("needs a session that brings the site's address and nothing else", () => {
    const text = conf();
    expect(routeMap(text, "site-in-ipv4-site-to-west-preference-200")).toBe(
      `route-map site-in-ipv4-site-to-west-preference-200 permit 10
 match ip address prefix-list site-to-west
 set local-preference 200
exit`,
    );
    expect(text).toContain("ip prefix-list site-to-west seq 5 permit 100.66.0.0/32\n");
    expect(text).toContain("neighbor 100.65.0.1 bfd profile fast\n");
  });

  it("tells the own site's address there, with the MED, and originates it", () => {
    const text = conf();
    expect(routeMap(text, "site-out-ipv4-med-100")).toBe(
      `route-map site-out-ipv4-med-100 permit 10
 match ip address prefix-list own-site
 set metric 100
exit`,
    );
    expect(text).toContain("ip prefix-list own-site seq 5 permit 100.67.0.0/32\n");
    expect(text).toContain("  network 10.1.0.0/24\n  network 100.67.0.0/32\n");
  });

  it("gives the networks of the other session a next hop that leads to the VRF", () => {
    const text = conf();
    expect(routeMap(text, "tunnel-in-ipv4-from-gre-c-to-west-preference-200")).toContain(
      ` match ip address prefix-list from-gre-c
 set ip next-hop 100.66.0.1
 set local-preference 200
`,
    );
    expect(routeMap(text, "tunnel-in-ipv6-from-gre-c-to-west-preference-200")).toContain(
      ` set ipv6 next-hop global fdcd::66:1
 set ipv6 next-hop prefer-global
`,
    );
    expect(text).toContain("neighbor 100.65.1.1 disable-connected-check\n");
    expect(text).not.toContain("neighbor 100.65.1.1 bfd");
    expect(text).not.toContain("neighbor 100.65.0.1 disable-connected-check");
  });

  it("takes no site's address as a network, from a peer that passes on", () => {
    const map = routeMap(conf({}, { accept: undefined }), "tunnel-in-ipv4-to-west-preference-200");
    expect(map).toMatch(/ deny 20\n match ip address prefix-list site-to-west\nexit\n/);
  });

  it("tells its own site our address in place of that next hop, which FRR 8.4 would keep", () => {
    const pair = { kind: "pair", remoteAsn: 65001, localAddress: "10.9.0.1" } as const;
    const sessions = [bgpSession({ neighbor: "10.9.0.2", ...pair })];
    const listen = {
      device: "eth1",
      prefixes: ["10.1.0.0/24", "10.1.1.0/24", "fd01::/64"],
      limits: { 4: { prefixes: 1024 }, 6: { prefixes: 1024 } },
      secret: { kind: "terraform", name: "inside" } as const,
      localAddresses: ["10.1.0.2", "10.1.1.2", "fd01::2"],
      timers: { keepaliveSeconds: 3, holdTimeSeconds: 9, connectRetrySeconds: 10 },
    };
    const plain = { ...gatewayPlan().bgp!, sessions, listen };
    const text = filesOf(
      frr,
      gatewayPlan({ bgp: { ...plain, siteLoopbacks: ["100.67.0.0/32"] } }),
    )[1]!.text;
    expect(routeMap(text, "by-ourselves-ipv4")).toBe(
      "route-map by-ourselves-ipv4 permit 10\n set ip next-hop peer-address\nexit",
    );
    expect(text).toContain("neighbor 10.9.0.2 route-map by-ourselves-ipv4 out\n");
    expect(text).toContain("neighbor inside-ipv4 route-map by-ourselves-ipv4 out\n");
    expect(text).toContain("neighbor inside-ipv6 route-map by-fd01--2 out\n");
    const without = filesOf(frr, gatewayPlan({ bgp: plain }))[1]!.text;
    expect(routeMap(without, "by-ourselves-ipv4")).toBe(
      "route-map by-ourselves-ipv4 permit 10\nexit",
    );
  });
});
