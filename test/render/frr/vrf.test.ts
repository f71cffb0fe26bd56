import { GatewayPlan } from "../../../lib/plan/types";
import { frrFiles } from "../../../lib/render/frr";
import { bgpSession, gatewayPlan } from "../../fixtures/plan";

function conf(overrides: Partial<GatewayPlan>): string {
  return frrFiles(gatewayPlan(overrides))[1]!.text;
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
 match ip address prefix-list own-networks
exit
!
route-map tunnel-in-ipv4-with-default-preference-200 permit 20
 set local-preference 200
exit
`,
    );
    expect(text).not.toContain("default-route");
  });

  it("stays outside elsewhere", () => {
    expect(bgp({})).toContain(" match ip address prefix-list default-route\n");
  });
});

describe("the default route of an inner router", () => {
  const networks = ["0.0.0.0/0", "10.1.0.0/24", "::/0"];
  const bgp = { ...gatewayPlan().bgp!, networks };
  const routed = (prefix: string, via: string) => [
    { ...gatewayPlan().inside[0]!, routes: [{ prefix, via }] },
  ];

  it("is announced as long as the kernel has it, and nothing else that the kernel has", () => {
    const text = conf({ bgp, inside: routed("0.0.0.0/0", "10.1.0.254") });
    expect(text).toContain(
      "  network 10.1.0.0/24\n  redistribute kernel route-map own-default-ipv4\n  neighbor",
    );
    expect(text).toContain(
      "route-map own-default-ipv4 permit 10\n match ip address prefix-list default-route\n",
    );
    expect(text).toContain("ip prefix-list default-route seq 5 permit 0.0.0.0/0\n");
    expect(text).not.toContain("network 0.0.0.0/0");
  });

  it("is a network like others where BGP brings it", () => {
    const text = conf({ bgp, inside: routed("0.0.0.0/0", "10.1.0.254") });
    expect(text).toContain("  network ::/0\n");
    expect(conf({ bgp })).not.toContain("redistribute");
  });
});
