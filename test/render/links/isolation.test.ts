import { GatewayPlan } from "../../../lib/plan/types";
import { links } from "../../../lib/render/links";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

const vrf = { device: "private", table: 1000 };

function script(overrides: Partial<GatewayPlan> = {}): string {
  return filesOf(links, gatewayPlan({ vrf, ...overrides }))[0]!.text;
}

/** The calls: what the script wants, without how it does it. */
function calls(overrides: Partial<GatewayPlan> = {}): string {
  return /\nnetwork\(\) \{\n(.*?)\n\}\n/s.exec(script(overrides))![1]!.replace(/^ {2}/gm, "");
}

describe("links of an isolated gateway", () => {
  it("enter the VRF as soon as they are there, what carries them stays outside", () => {
    expect(calls({ tunnels: [gatewayPlan().tunnels[0]!] })).toMatchInlineSnapshot(`
      "# inside
      link private - vrf table 1000
      # last resort of what belongs into tunnels
      route -4 table 1000 blackhole 10.2.0.0/24 metric 4278198272
      route -6 table 1000 blackhole fd02::/64 dev lo metric 4278198272
      # tunnel to c
      link vti-c 1446 vti local 198.51.100.2 remote 203.0.113.2 key 167772161
      address vti-c 169.254.0.0/31
      link gre-c 1422 gre local 169.254.0.0 remote 169.254.0.1 dev vti-c ttl 64
      member gre-c private
      address gre-c 100.65.0.0/31
      address gre-c fdcd:7076:6e01::/127 nodad
      # inside segment eth1
      nic eth1 -
      member eth1 private
      address eth1 10.1.0.2/24
      address eth1 fd01::2/64
      # pair link to b
      nic eth2 -
      member eth2 private
      address eth2 100.64.0.0/31
      address eth2 fdcd:7076:6e00::/127"
    `);
  });

  it("have static routes and last resorts in the VRF's table; that of the default is a rule", () => {
    const text = calls({
      staticRoutes: [{ prefix: "0.0.0.0/0", device: "gre-c" }],
      protectedNetworks: ["0.0.0.0/0", "10.2.0.0/24"],
    });
    expect(text).toContain("route -4 table 1000 default dev gre-c\n");
    expect(text.match(/^route .* blackhole .*/gm)).toEqual([
      "route -4 table 1000 blackhole 10.2.0.0/24 metric 4278198272",
    ]);
  });

  it("lead to the outside what leaves there, and its answers back to the inside", () => {
    const prefixes = ["192.0.2.0/24", "198.18.0.1/32", "2001:db8:77::/64"];
    const text = calls({ breakout: { prefixes, masquerade: true, device: "eth0" } });
    expect(text.slice(text.indexOf("# local breakout"))).toBe(`# local breakout
rule -4 900 from all to 192.0.2.0/24 iif eth1 lookup 254
rule -4 900 from all to 198.18.0.1 iif eth1 lookup 254
rule -6 900 from all to 2001:db8:77::/64 iif private lookup 254
rule -4 901 from all to 10.1.0.0/24 iif eth0 lookup 1000
rule -6 901 from all to fd01::/64 iif eth0 lookup 1000`);
  });

  it("lead nobody back in a family that nothing leaves in", () => {
    const text = calls({
      breakout: { prefixes: ["192.0.2.0/24"], masquerade: true, device: "eth0" },
    });
    expect(text).not.toMatch(/^rule -6/m);
  });

  it("need more of the script, which no other gateway gets", () => {
    const words = /\b(member|rule)\(\)/;
    expect(script()).toMatch(words);
    expect(filesOf(links, gatewayPlan())[0]!.text).not.toMatch(words);
  });
});

describe("links of a gateway with a network namespace", () => {
  const namespace = { name: "private", publicName: "public" };
  const files = (overrides: Partial<GatewayPlan> = {}) => {
    const written = filesOf(links, gatewayPlan({ namespace, ...overrides }));
    return Object.fromEntries(written.map(({ path, text }) => [path.split("/").pop(), text]));
  };
  const wants = (text: string) =>
    /\nnetwork\(\) \{\n(.*?)\n\}\n/s.exec(text)![1]!.replace(/^ {2}/gm, "");

  it("are all in it; those of IPsec send and receive on the outside", () => {
    const text = files({ tunnels: [gatewayPlan().tunnels[0]!] })["private-links"]!;
    expect(text).toContain("\nstate=/run/vpn-gateway/network-private\n");
    expect(wants(text)).toMatchInlineSnapshot(`
      "# last resort of what belongs into tunnels
      route -4 blackhole 10.2.0.0/24 metric 4278198272
      route -6 blackhole fd02::/64 dev lo metric 4278198272
      # tunnel to c
      crossing vti-c 1446 vti local 198.51.100.2 remote 203.0.113.2 key 167772161
      address vti-c 169.254.0.0/31
      link gre-c 1422 gre local 169.254.0.0 remote 169.254.0.1 dev vti-c ttl 64
      address gre-c 100.65.0.0/31
      address gre-c fdcd:7076:6e01::/127 nodad
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

  it("leave the outside without any, where the script takes away what was there before", () => {
    const text = files().links!;
    expect(text).toContain("\nstate=/run/vpn-gateway/network\n");
    expect(wants(text)).toBe(":");
    expect(text).not.toContain("crossing()");
  });

  it("have no last resort of everything: no default route of the outside is in reach", () => {
    const protectedNetworks = ["0.0.0.0/0", "10.2.0.0/24", "::/0"];
    const text = wants(files({ protectedNetworks })["private-links"]!);
    expect(text.match(/^route .* blackhole .*/gm)).toEqual([
      "route -4 blackhole 10.2.0.0/24 metric 4278198272",
    ]);
  });

  it("have what carries a VXLAN segment on the outside, and the segment in the namespace", () => {
    const underlay = { underlay: "eth3", underlayAddresses: ["172.31.0.1/24"] };
    const vxlan = { vni: 7, port: 4789, peers: ["172.31.0.2"], ...underlay };
    const inside = [{ device: "vxlan7", addresses: ["10.1.0.2/24"], mtu: 1450, vxlan }];
    const { links, "private-links": inner } = files({ inside, tunnels: [], pairLink: undefined });
    expect(wants(links!)).toBe(`# carries inside segment vxlan7
nic eth3 -
address eth3 172.31.0.1/24`);
    expect(wants(inner!)).toContain(`# inside segment vxlan7
crossing vxlan7 1450 vxlan id 7 dev eth3 dstport 4789 local 172.31.0.1
flood vxlan7 172.31.0.2
address vxlan7 10.1.0.2/24`);
  });

  it("are made by a unit within it, behind that of the outside", () => {
    const unit = files()["vpn-gateway-private-links.service"]!;
    expect(unit).toContain("Requires=vpn-gateway-firewall.service vpn-gateway-namespace.service\n");
    expect(unit).toMatch(/^After=.*vpn-gateway-namespace\.service vpn-gateway-links\.service$/m);
    expect(unit).toContain(
      "ExecStart=/usr/bin/ip netns exec private /usr/local/lib/vpn-gateway/private-links\n",
    );
  });
});

describe("routes by inner routers", () => {
  const routes = [
    { prefix: "10.8.0.0/16", via: "10.1.0.254" },
    { prefix: "FD08:0::/48", via: "FD01::FE" },
  ];
  const inside = [{ ...gatewayPlan().inside[0]!, routes }];

  it("come after the segment that they lie on, as the kernel shows them", () => {
    expect(calls({ vrf: undefined, bgp: undefined, inside })).toContain(`address eth1 fd01::2/64
route -4 10.8.0.0/16 via 10.1.0.254 dev eth1
route -6 fd08::/48 via fd01::fe dev eth1
`);
  });

  it("are in the VRF's table where there is one", () => {
    expect(calls({ bgp: undefined, inside })).toContain(
      "route -4 table 1000 10.8.0.0/16 via 10.1.0.254 dev eth1\n",
    );
  });

  it("are FRR's where it runs, which sees that the link has lost its carrier", () => {
    expect(calls({ inside })).not.toContain(" via 10.1.0.254 ");
  });
});
