import { cables, fabricScript } from "../../lab/topology/fabric";
import { fault } from "../../lab/topology/fault";
import { parseLabFile } from "../../lab/topology/schema";
import { wireRules } from "../../lab/topology/wire";
import { text } from "./lab-file";

const behind = (kind: string, more = "") =>
  text.replace(
    "addresses: [203.0.113.2/30], via: [203.0.113.1]",
    `addresses: [10.9.0.2/24], via: [10.9.0.1], nat: { kind: ${kind}, address: 203.0.113.9/30, via: 203.0.113.10${more} }`,
  );
const lab = (kind: string, more?: string) =>
  parseLabFile(behind(kind, more).replace(/delivery: ssh/g, "delivery: cloud-init"));

describe("a NAT of the lab", () => {
  it("stands between the gateway and the transit", () => {
    const own = cables(lab("masquerade")).filter(({ owner }) => owner.endsWith("-c"));
    expect(own.map(({ owner, device, port }) => [owner, device, port.namespace])).toEqual([
      ["gw-c", "eth0", "nat-c"],
      ["nat-c", "out", "transit"],
      ["gw-c", "eth1", "seg-west"],
    ]);
  });

  it("has the gateway's next hop inside, and its public address outside", () => {
    const script = fabricScript(lab("masquerade"));
    const [, nat] = /ip -n nat-c -batch - <<'END'\n([\s\S]*?)\nEND/.exec(script)!;
    expect(nat).toMatch(/address add 10\.9\.0\.1\/24 dev port\d+/);
    expect(nat).toContain("address add 203.0.113.9/30 dev out");
    expect(nat).toContain("route add 0.0.0.0/0 via 203.0.113.10 dev out");
    expect(script).toMatch(/address add 203\.0\.113\.10\/30 dev port\d+\n/);
  });

  it("stands before somebody else's machine too", () => {
    const [gateways, rest] = text.split(/^hosts:/m) as [string, string];
    const uplink = "{ device: eth0, addresses: [10.9.0.2/24], via: [10.9.0.1], nat: NAT }";
    const nat = "{ kind: masquerade, address: 203.0.113.17/30, via: 203.0.113.18 }";
    const foreign = `foreign:\n  x:\n    uplink: ${uplink.replace("NAT", nat)}\nhosts:`;
    const script = fabricScript(parseLabFile(gateways + foreign + rest));
    expect(script).toMatch(
      /ip -n nat-x -batch - <<'END'\n[^']*address add 203\.0\.113\.17\/30 dev out/,
    );
    expect(script).toMatch(/ip netns exec nat-x nft[^']*'END'\n.*\n?.*masquerade/s);
  });

  it("changes ports and lets in only what was asked for, when it masquerades; and forgets UDP", () => {
    const script = fabricScript(lab("masquerade", ", udpTimeout: 20"));
    expect(script).toContain("masquerade to :20000-29999");
    expect(script).toContain("ct state != { established, related } drop");
    expect(script).toContain("nf_conntrack_udp_timeout_stream=20");
  });

  it("translates both ways, one to one", () => {
    const script = fabricScript(lab("one-to-one"));
    expect(script).toContain("iifname out dnat to 10.9.0.2");
    expect(script).toContain("oifname out snat to 203.0.113.9");
    expect(script).toContain("iifname out ct state invalid drop");
    expect(script).not.toContain("masquerade");
  });

  it("is what the transit knows the gateway by", () => {
    const path = { gateway: "c", tunnelPeer: "a" };
    expect(fault(lab("masquerade"), "uplink", path).inject).toContain(
      "ip saddr { 203.0.113.9 } drop",
    );
    expect(wireRules(lab("masquerade"))).toMatch(/ip saddr \{[^}]*203\.0\.113\.9,/);
    expect(wireRules(lab("masquerade"))).not.toContain("10.9.0.2");
  });

  it("is refused where SSH would have to get through, and for IPv6", () => {
    expect(() => parseLabFile(behind("masquerade"))).toThrow(/c\.delivery: a NAT lets no SSH in/);
    const six = behind("masquerade").replace(
      "addresses: [10.9.0.2/24]",
      'addresses: ["fd09::2/64"]',
    );
    expect(() => parseLabFile(six)).toThrow(/uplink\.nat: translates one IPv4 address/);
  });
});
