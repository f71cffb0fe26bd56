import { GatewayPlan } from "../../../lib/plan/types";
import { installedOn } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

const namespace = { name: "private", publicName: "public" };

function files(overrides: Partial<GatewayPlan> = {}): Record<string, string> {
  const [segment] = gatewayPlan().inside;
  const advertisement = {
    ...{ prefixes: ["fd01::/64"], routes: [], autonomousAddresses: true },
    ...{ defaultRouter: true, preferred: false },
  };
  const inside = [{ ...segment!, advertisement }];
  return installedOn(gatewayPlan({ namespace, inside, ...overrides }));
}

const UNITS = "/etc/systemd/system";
const FRR = `${UNITS}/frr.service.d/vpn-gateway-namespace.conf`;
const RADVD = `${UNITS}/vpn-gateway-advertise.service`;

describe("an inside that is a network namespace", () => {
  it("is made before the firewall, and both before any network is up", () => {
    const unit = files()[`${UNITS}/vpn-gateway-namespace.service`]!;
    expect(unit).toContain("Before=network-pre.target shutdown.target\n");
    expect(files()[`${UNITS}/vpn-gateway-firewall.service`]).toMatch(
      /^Requires=vpn-gateway-namespace\.service$/m,
    );
  });

  it("has names for both sides, its own loopback and settings, and may be there already", () => {
    expect(files()["/etc/vpn-gateway/namespace"]).toMatch(/\nnamespace=private\npublic=public\n$/);
    const script = files()["/usr/local/lib/vpn-gateway/namespace"]!;
    expect(/\nmake\(\) \{\n(.*?)\n\}/s.exec(script)![1]).toBe(
      [
        ' [ -e "/run/netns/$public" ] || ip netns attach "$public" $$',
        ' [ "/run/netns/$public" -ef /proc/$$/ns/net ] ||',
        `  { echo "vpn-gateway-namespace: $public is there already, and not the machine's own" >&2; exit 1; }`,
        ' [ -e "/run/netns/$namespace" ] || ip netns add "$namespace"',
        ' ip -n "$namespace" link set dev lo up',
        ' ip netns exec "$namespace" sysctl -q -p /etc/vpn-gateway/private-sysctl.conf',
      ].join("\n"),
    );
  });

  it.each([
    ["FRR", FRR],
    ["radvd", RADVD],
  ])("is where %s runs", (_, unit) => {
    expect(files()[unit]).toMatch(/^Requires=vpn-gateway-namespace\.service$/m);
    expect(files()[unit]).toMatch(
      /^After=(vpn-gateway-firewall\.service )?vpn-gateway-namespace\.service/m,
    );
    expect(files()[unit]).toMatch(/^NetworkNamespacePath=\/run\/netns\/private$/m);
  });

  it("has radvd wait for the links there", () => {
    expect(files()[RADVD]).toMatch(/^Wants=vpn-gateway-private-links\.service$/m);
  });

  it("needs no other routing: frr.conf and IKE are as without it", () => {
    const same = ["/etc/frr/frr.conf", "/etc/frr/daemons", "/etc/swanctl/conf.d/vpn-gateway.conf"];
    const without = files({ namespace: undefined });
    for (const path of same) expect([path, files()[path]]).toEqual([path, without[path]]);
  });

  it("leaves nothing of it on other gateways", () => {
    const paths = (all: Record<string, string>) => Object.keys(all);
    const others = paths(files({ namespace: undefined }));
    expect(
      paths(files())
        .filter((path) => !others.includes(path))
        .sort(),
    ).toEqual([
      FRR,
      `${UNITS}/vpn-gateway-namespace.service`,
      `${UNITS}/vpn-gateway-private-links.service`,
      "/etc/vpn-gateway/namespace",
      "/etc/vpn-gateway/private-nftables.nft",
      "/etc/vpn-gateway/private-sysctl.conf",
      "/usr/local/lib/vpn-gateway/namespace",
      "/usr/local/lib/vpn-gateway/private-links",
    ]);
    expect(files({ namespace: undefined })[FRR]).toBeUndefined();
    expect(files({ bgp: undefined })[FRR]).toBeUndefined();
  });
});
