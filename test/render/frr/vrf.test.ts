import { GatewayPlan } from "../../../lib/plan/types";
import { frr } from "../../../lib/render/frr";
import { filesOf } from "../../fixtures/footprints";
import { bgpSession, gatewayPlan } from "../../fixtures/plan";

function conf(overrides: Partial<GatewayPlan>): string {
  return filesOf(frr, gatewayPlan(overrides))[1]!.text;
}

describe("BGP of an isolated gateway", () => {
  const vrf = { device: "private", table: 1000 };

  it("runs in the VRF, which FRR 8 shows no more of", () => {
    const text = conf({ vrf });
    expect(text).toContain("!\nrouter bgp 65001 vrf private\n");
    expect(text).not.toMatch(/^vrf /m);
    expect(text).not.toMatch(/^router bgp 65001$/m);
  });

  it("runs in the VRF, which FRR 10 shows before it", () => {
    const text = conf({ vrf, platform: "debian-13" });
    expect(text).toContain(
      `!
vrf private
 no ip nht resolve-via-default
 no ipv6 nht resolve-via-default
exit-vrf
!
router bgp 65001 vrf private
`,
    );
  });

  it("takes no other name for it than the kernel's", () => {
    expect(() => conf({ vrf: { ...vrf, device: "private\nno router bgp" } })).toThrow(RangeError);
  });
});

describe("the default route from a peer that passes on", () => {
  const bgp = (change: object) => {
    const sessions = [bgpSession({ neighbor: "100.65.0.1", ...change })];
    return conf({ bgp: { ...gatewayPlan().bgp!, sessions } });
  };

  it("comes in where it is expected", () => {
    const text = bgp({ acceptDefault: true, policy: { localPreference: 200 } });
    expect(text).toContain(
      `route-map tunnel-in-ipv4-with-default-preference-200 deny 10
 match ip address prefix-list own-space
exit
!
route-map tunnel-in-ipv4-with-default-preference-200 permit 20
 match ip address prefix-list default-route
 set local-preference 200
exit
`,
    );
  });

  it("stays outside elsewhere", () => {
    expect(bgp({})).toContain(" match ip address prefix-list default-route\n");
  });
});

describe("networks behind inner routers", () => {
  const networks = ["0.0.0.0/0", "10.1.0.0/24", "fd08::/48"];
  const bgp = { ...gatewayPlan().bgp!, networks };
  const routes = [
    { prefix: "FD08:0::/48", via: "FD01::FE" },
    { prefix: "10.8.0.0/16", via: "10.1.0.254" },
    { prefix: "0.0.0.0/0", via: "10.1.0.254" },
  ];
  const inside = [{ ...gatewayPlan().inside[0]!, routes }];

  it("are static routes in FRR's order: zebra sees no carrier lost under the kernel's", () => {
    const text = conf({ bgp, inside });
    expect(text).toContain(`!
ip route 0.0.0.0/0 10.1.0.254 eth1
ip route 10.8.0.0/16 10.1.0.254 eth1
ipv6 route fd08::/48 fd01::fe eth1
!
router bgp 65001
`);
    expect(text).toContain("  network 0.0.0.0/0\n  network 10.1.0.0/24\n");
    expect(text).toContain("  network fd08::/48\n");
  });

  it("are the VRF's where there is one, which FRR 8 shows then", () => {
    expect(conf({ bgp, inside, vrf: { device: "private", table: 1000 } })).toContain(`!
vrf private
 ip route 0.0.0.0/0 10.1.0.254 eth1
 ip route 10.8.0.0/16 10.1.0.254 eth1
 ipv6 route fd08::/48 fd01::fe eth1
exit-vrf
!
router bgp 65001 vrf private
`);
  });
});

describe("the network of a link", () => {
  const networks = ["10.1.0.0/24", "10.8.0.0/16", "fd01::/64", "fd08::/48"];
  const bgp = { ...gatewayPlan().bgp!, networks };

  it("is announced while FRR 10 knows it as connected: the kernel's route beside it needs no carrier", () => {
    const text = conf({ bgp, platform: "debian-13" });
    for (const [family, ip, link, other] of [
      [4, "ip", "10.1.0.0/24", "10.8.0.0/16"],
      [6, "ipv6", "fd01::/64", "fd08::/48"],
    ]) {
      expect(text).toContain(
        `  network ${other}\n  redistribute connected route-map own-links-ipv${family}\n`,
      );
      expect(text).not.toContain(`network ${link}\n`);
      expect(text).toContain(`${ip} prefix-list own-links seq 5 permit ${link}\n`);
      expect(text).toContain(
        `route-map own-links-ipv${family} permit 10\n match ${ip} address prefix-list own-links\n set origin igp\n`,
      );
    }
  });

  it("is a network like others to FRR 8, and where no link has it", () => {
    expect(conf({ bgp })).toContain("  network 10.1.0.0/24\n");
    const elsewhere = { ...bgp, networks: ["10.8.0.0/16", "fd08::/48"] };
    expect(conf({ bgp: elsewhere, platform: "debian-13" })).not.toContain("redistribute");
  });
});
