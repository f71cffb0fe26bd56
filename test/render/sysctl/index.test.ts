import { GatewayPlan } from "../../../lib/plan/types";
import { sysctl } from "../../../lib/render/sysctl";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

function files(overrides: Partial<GatewayPlan> = {}): Record<string, string> {
  const written = filesOf(sysctl, gatewayPlan(overrides));
  return Object.fromEntries(written.map(({ path, text }) => [path, text]));
}

const underlay = (device?: string) => ({ uplinks: [{ ...gatewayPlan().uplinks[0]!, device }] });
const SYSCTL = "/etc/sysctl.d/90-vpn-gateway.conf";
const NICS = "/etc/systemd/network/00-vpn-gateway.network";
const NETWORKD = "/etc/systemd/networkd.conf.d/90-vpn-gateway.conf";

describe("sysctl", () => {
  it("makes a router of the machine", () => {
    const settings = files()[SYSCTL]!.match(/^[^#\n].*/gm);
    expect(settings).toMatchInlineSnapshot(`
      [
        "net.ipv6.conf.eth0.accept_ra = 2",
        "net.ipv4.conf.all.rp_filter = 0",
        "net.ipv4.conf.default.rp_filter = 0",
        "net.ipv4.conf.*.rp_filter = 0",
        "net.ipv4.conf.all.send_redirects = 0",
        "net.ipv4.conf.default.send_redirects = 0",
        "net.ipv4.conf.*.send_redirects = 0",
        "net.ipv4.conf.all.accept_redirects = 0",
        "net.ipv4.conf.default.accept_redirects = 0",
        "net.ipv4.conf.*.accept_redirects = 0",
        "net.ipv6.conf.all.accept_redirects = 0",
        "net.ipv6.conf.default.accept_redirects = 0",
        "net.ipv6.conf.*.accept_redirects = 0",
        "net.ipv4.conf.all.accept_source_route = 0",
        "net.ipv4.conf.all.ignore_routes_with_linkdown = 1",
        "net.ipv6.conf.all.ignore_routes_with_linkdown = 1",
        "net.ipv4.fib_multipath_hash_policy = 1",
        "net.ipv6.fib_multipath_hash_policy = 1",
      ]
    `);
  });

  it("says nothing of router advertisements where the underlay's device is not known", () => {
    expect(files(underlay())[SYSCTL]).not.toContain("accept_ra");
  });

  it("keeps the dots of a VLAN's name", () => {
    expect(files(underlay("eth0.7"))[SYSCTL]).toContain("\nnet/ipv6/conf/eth0.7/accept_ra = 2\n");
  });

  it.each(["a/b", "a b", "a\nb", "a=b", ""])("refuses the device name %j", (device) => {
    expect(() => files(underlay(device))).toThrow(RangeError);
  });
});

describe("sysctl of a gateway with a network namespace", () => {
  const namespace = { name: "private", publicName: "public" };
  const settings = (file: string) => files({ namespace })[file]!.match(/^[^#\n].*/gm)!;

  it("makes a router of the inside, with all that a router is told otherwise", () => {
    const router = files(underlay())[SYSCTL]!.match(/^[^#\n].*/gm);
    expect(settings("/etc/vpn-gateway/private-sysctl.conf")).toEqual(router);
  });

  it("makes none of the outside, even if it was one before", () => {
    expect(settings(SYSCTL)).toEqual([
      "net.ipv6.conf.eth0.accept_ra = 2",
      "net.ipv4.ip_forward = 0",
      "net.ipv6.conf.all.forwarding = 0",
      ...["all", "default", "*"].map((scope) => `net.ipv4.conf.${scope}.send_redirects = 0`),
      ...["ipv4", "ipv6"].flatMap((family) =>
        ["all", "default", "*"].map((scope) => `net.${family}.conf.${scope}.accept_redirects = 0`),
      ),
      "net.ipv4.conf.all.accept_source_route = 0",
    ]);
  });
});

describe("networkd", () => {
  const nics = (overrides: Partial<GatewayPlan>) => files(overrides)[NICS]!;

  it("keeps away from NICs whose addresses are ours, and from no other", () => {
    expect(nics({})).toContain("[Match]\nName=eth1 eth2\n\n[Link]\nUnmanaged=yes\n");
  });

  it("keeps what carries a VXLAN segment, unless we give it its addresses", () => {
    const segment = (underlayAddresses: string[]) => {
      const vxlan = { vni: 7, underlay: "eth3", underlayAddresses, port: 4789, peers: ["fd99::1"] };
      return nics({ inside: [{ device: "vxlan7", addresses: [], vxlan }], pairLink: undefined });
    };
    expect(segment([])).toContain("Name=vxlan7\n");
    expect(segment(["fd99::2/64"])).toContain("Name=eth3 vxlan7\n");
  });

  it("leaves FRR's routes alone", () => {
    expect(files()[NETWORKD]).toContain("[Network]\nManageForeignRoutes=no\n");
  });

  it("leaves next-hop objects alone where it would manage them", () => {
    expect(files()[NETWORKD]).not.toContain("NextHops");
    expect(files({ platform: "debian-13" })[NETWORKD]).toContain("ManageForeignNextHops=no\n");
  });
});
