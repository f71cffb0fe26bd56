import { BreakoutPlan, GatewayPlan } from "../../../lib/plan/types";
import { nftables } from "../../../lib/render/nftables";
import { filesOf } from "../../fixtures/footprints";
import { gatewayPlan } from "../../fixtures/plan";

const vrf = { device: "private", table: 1000 };
const breakout: BreakoutPlan = {
  prefixes: ["192.0.2.0/24"],
  masquerade: true,
  device: "eth0",
};

function rules(overrides: Partial<GatewayPlan> = {}): string {
  return filesOf(nftables, gatewayPlan({ vrf, ...overrides }))[0]!.text;
}

/** Rules of a chain, without comments. */
function chain(name: string, overrides: Partial<GatewayPlan> = {}): string[] {
  const match = new RegExp(String.raw`chain ${name} \{\n(.*?)\n  \}`, "s").exec(rules(overrides));
  return (match?.[1]!.split("\n") ?? [])
    .map((line) => line.trim())
    .filter((line) => !/^(#|type )/.test(line));
}

describe("the firewall of an isolated gateway", () => {
  it("asks which link of the VRF a packet came by, since it passes as the VRF's own", () => {
    const input = chain("input");
    expect(input).toContain("meta sdifname . ip saddr @neighbors4 jump routing");
    expect(input).toContain("meta sdifname . ip6 saddr @neighbors6 jump routing");
    expect(chain("forward")).toContain("meta sdifname @protected oifname @protected accept");
    expect(chain("forward")).toContain(
      "meta nfproto ipv4 tcp flags & (syn | rst) == syn tcp option maxseg size set meta sdifname map @mss4",
    );
  });

  it("asks GRE, which ends on the outside, for its own link", () => {
    expect(chain("input")).toContain("iifname . ip saddr @gre_ends4 meta l4proto 47 accept");
  });

  it("counts the VRF as private, for what the gateway itself sends", () => {
    expect(rules()).toMatch(/set protected \{\s+type ifname\s+elements = \{\s+"private",/);
  });

  it("tracks connections of its own, whose addresses fib does not know", () => {
    expect(chain("untracked")).toEqual([
      "ip daddr @local4 return",
      "ip6 daddr @local6 return",
      "iifname @protected fib daddr type unicast notrack",
    ]);
    expect(rules()).toMatch(/set local4 \{\s+type ipv4_addr\s+elements = \{\s+10\.1\.0\.2,/);
  });

  it("forwards nothing to the underlay", () => {
    expect(chain("forward").filter((rule) => rule.includes("underlay"))).toEqual([]);
    expect(rules()).not.toContain("masquerade");
  });
});

describe("local breakout", () => {
  it("lets out of the inside segments alone, by the underlay alone, to these prefixes alone", () => {
    expect(chain("forward", { breakout }).slice(-2)).toEqual([
      "meta sdifname @inside oifname @underlay ip daddr @breakout4 accept",
      "iifname @underlay oifname @inside ct state established,related ct direction reply ct original ip daddr @breakout4 accept",
    ]);
    expect(rules({ breakout })).toMatch(
      /set inside \{\s+type ifname\s+elements = \{\s+"eth1",\s+\}/,
    );
  });

  it("tracks what leaves", () => {
    expect(chain("untracked", { breakout })).toContain("ip daddr @breakout4 return");
  });

  it("leaves with the gateway's own address, unless told otherwise", () => {
    expect(chain("source_nat", { breakout })).toEqual([
      "iifname @protected oifname @underlay ip daddr @breakout4 masquerade",
    ]);
    expect(rules({ breakout: { ...breakout, masquerade: false } })).not.toContain("masquerade");
  });
});

describe("the firewalls of a gateway with a network namespace", () => {
  const namespace = { name: "private", publicName: "public" };
  const files = (overrides: Partial<GatewayPlan> = {}) =>
    filesOf(nftables, gatewayPlan({ namespace, ...overrides })).map(({ text }) => text);
  const rulesOf = (text: string, chainName: string) =>
    new RegExp(String.raw`chain ${chainName} \{\n(.*?)\n  \}`, "s")
      .exec(text)?.[1]!
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => !line.startsWith("#"));

  it("hear IKE and ESP and let in SSH on the outside, and forward nothing there", () => {
    const [text] = files();
    expect(text).toContain("ip saddr @peers4 meta l4proto 50 accept");
    expect(text).toContain("tcp dport @management_ports accept");
    expect(text).not.toMatch(/@(protected|neighbors\d|gre_ends\d|own\d|mss\d)/);
    expect(rulesOf(text!, "forward")).toEqual([
      "type filter hook forward priority filter; policy drop;",
    ]);
  });

  it("hear BGP, BFD and GRE on the inside, and forward there as everywhere", () => {
    const [, text] = files();
    expect(text).toContain("iifname . ip saddr @neighbors4 jump routing");
    expect(text).toContain("iifname . ip saddr @gre_ends4 meta l4proto 47 accept");
    expect(text).toContain("iifname @protected oifname @protected accept");
    expect(text).not.toMatch(/@(peers\d|management\w*|underlay)/);
  });

  it("believe whoever gives an address to any device of the outside, if none is named", () => {
    const uplinks = [{ ...gatewayPlan().uplinks[0]!, device: undefined }];
    const [text, inner] = files({ uplinks });
    expect(rulesOf(text!, "input")).toContain("udp sport 67 udp dport 68 accept");
    expect(rulesOf(text!, "input")).toContain(
      "icmpv6 type nd-router-advert ip6 saddr fe80::/10 ip6 hoplimit 255 accept",
    );
    expect(inner).not.toMatch(/udp dport 68|nd-router-advert/);
  });

  it("are loaded by one unit, the inside's first", () => {
    const written = filesOf(nftables, gatewayPlan({ namespace }));
    const of = (end: string) => written.find(({ path }) => path.endsWith(end))!.text;
    expect(of(".service")).toMatch(/^After=.* vpn-gateway-namespace\.service$/m);
    expect(of("/firewall")).toContain(
      "private nft -f $folder/private-nftables.nft; } && nft -f $folder/nftables.nft; then\n",
    );
    expect(of("/firewall")).toContain(
      'private() { ${namespace:+ip netns exec "$namespace"} "$@"; }\n',
    );
  });
});
