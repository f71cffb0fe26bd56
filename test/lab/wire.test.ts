import { parseSessions, health } from "../../lab/sessions";
import { fillIn } from "../../lab/delivery/terraform";
import { busiest, parseWire, wireRules } from "../../lab/topology/wire";
import { labFile } from "./lab-file";

const element = (concat: (string | number)[], packets: number) => ({
  elem: { val: { concat }, counter: { packets, bytes: packets * 100 } },
});
const nft = (esp: number, clear: number) =>
  JSON.stringify({
    nftables: [
      { metainfo: {} },
      {
        set: {
          name: "esp4",
          elem: [
            element(["198.51.100.2", "203.0.113.2"], esp),
            element(["203.0.113.2", "198.51.100.2"], 900),
            element(["198.51.100.6", "203.0.113.2"], 50),
          ],
        },
      },
      { set: { name: "esp6" } },
      { set: { name: "clear4", elem: [element(["10.1.0.10", "10.2.0.10", 1], clear)] } },
    ],
  });

describe("what the transit has seen", () => {
  it("names gateways and protocols", () => {
    const { encrypted, clear } = parseWire(nft(60, 9), labFile());
    expect(encrypted[0]).toEqual({ from: "a", to: "c", packets: 60 });
    expect(clear).toEqual([{ from: "10.1.0.10", to: "10.2.0.10", protocol: "icmp", packets: 9 }]);
  });

  it("does not count what answers a scan: the scan judges that itself", () => {
    const rules = wireRules(labFile()).split("\n");
    for (const one of ["ip daddr 198.18.255.1 accept", "ip6 daddr 2001:db8:5ca::1 accept"])
      expect(rules).toContain(one);
  });

  it("shows which tunnel out of a site forwards", () => {
    const before = parseWire(nft(0, 0), labFile());
    const after = parseWire(nft(60, 0), labFile());
    expect(busiest(before, after, ["a", "b"])).toEqual({
      gateway: "a",
      tunnelPeer: "c",
      packets: 60,
    });
  });
});

describe("sessions of the lab", () => {
  const report = {
    a: {
      bgp: { ipv4Unicast: { peers: { "10.1.0.10": { state: "Active" } } } },
      bfd: [{ peer: "10.1.0.10", status: "up", uptime: 4 }],
      counters: [{ peer: "10.1.0.10", "session-down": 2 }],
    },
    b: { error: "no such file" },
    "host:east": { bgp: {}, bfd: null, counters: null },
  };

  it("are read from what the daemons say", () => {
    const [bgp, bfd] = parseSessions(JSON.stringify(report));
    expect(bgp).toMatchObject({ owner: "a", protocol: "bgp", up: false, state: "Active" });
    expect(bfd).toMatchObject({ protocol: "bfd", up: true, downs: 2, uptimeMs: 4000 });
  });

  it("are unhealthy when one is down, or what was planned is not there", () => {
    const session = (neighbor: string) => ({ gateway: "a", neighbor, description: "b", bfd: true });
    const planned = [session("10.1.0.10"), session("100.64.0.1")];
    expect(health(parseSessions(JSON.stringify(report)), labFile(), planned)).toEqual([
      "a: bgp session with 10.1.0.10 is Active",
      "a: no bgp session with 100.64.0.1 (b)",
      "a: no bfd session with 100.64.0.1 (b)",
      "host:east: no bgp session with 10.1.0.2",
      "host:east: no bgp session with fd01::2",
    ]);
  });
});

describe("texts of the lab file", () => {
  it("get the lab's values, and a secret of their own", () => {
    const filled = fillIn(
      "terraform.variables",
      { host: "{{bastion.host}}:{{ bastion.port }}", psk: "{{random.secret}}" },
      { "bastion.host": "127.0.0.1", "bastion.port": "2222" },
    );
    expect(filled.host).toBe("127.0.0.1:2222");
    expect(filled.psk).toMatch(/^[0-9a-f]{48}$/);
  });

  it("are refused by name when the lab does not know them", () => {
    expect(() => fillIn("gateways.a.files", { key: "{{ssh.kye}}" }, { "ssh.key": "x" })).toThrow(
      /gateways\.a\.files: unknown key: \{\{ssh\.kye\}\}.*\{\{ssh\.key\}\}/,
    );
  });
});

describe("what may cross the transit in clear", () => {
  const rule = /ip saddr \{ (.*) \} ip daddr \{ 192\.0\.2\.0\/24 \} accept/;

  it("is what the lab file names, from addresses of the underlay alone", () => {
    const [, sources] = rule.exec(wireRules({ ...labFile(), breakout: ["192.0.2.0/24"] }))!;
    expect(sources).toContain("198.51.100.2");
    expect(sources).not.toContain("10.1.0.");
  });

  it("is nothing else", () => {
    expect(wireRules(labFile())).not.toMatch(rule);
  });
});
