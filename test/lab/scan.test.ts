import {
  allowedFrom,
  counters,
  lost,
  parseCounters,
  scannable,
  surprises,
} from "../../lab/checks/scan";
import type { GatewayPlan } from "../../lab/checks/plan";
import type { LabGateway } from "../../lab/topology/schema";

const tunnel = (remoteAddress?: string) =>
  ({ ipsec: { localAddress: "198.51.100.2", remoteAddress } }) as GatewayPlan["tunnels"][number];

const gateway = (more: Partial<GatewayPlan>) =>
  ({
    uplinks: [{ family: 4 }],
    managementFrom: ["192.0.2.0/30", "2001:db8:ffff::/64"],
    managementPort: 22,
    tunnels: [tunnel("203.0.113.2")],
    ...more,
  }) as GatewayPlan;

const found = (answers: Record<string, number>) => [
  { kind: "tcp" as const, target: "198.51.100.2", sent: 65535, seconds: 9, answers },
];

describe("the gateways that are scanned", () => {
  const machine = (more: object) =>
    ({
      links: { eth1: "office" },
      release: "bookworm",
      uplink: {},
      ...more,
    }) as unknown as LabGateway;

  it("are one of each site and release, of those that a packet from outside reaches", () => {
    const gateways = {
      a: machine({}),
      b: machine({}),
      newer: machine({ release: "trixie" }),
      hidden: machine({ links: { eth1: "branch" }, uplink: { nat: { kind: "masquerade" } } }),
      c: machine({ links: { eth1: "branch" } }),
      d: machine({ links: { eth1: "branch" } }),
    };
    expect(scannable(gateways)).toEqual(["a", "newer", "c"]);
  });
});

describe("a scan of a gateway", () => {
  it("may find SSH from where it is allowed, in either family", () => {
    expect(allowedFrom(gateway({}), "192.0.2.2")).toEqual(["tcp 22"]);
    expect(allowedFrom(gateway({ managementPort: 2222 }), "2001:db8:ffff::2")).toEqual([
      "tcp 2222",
    ]);
    expect(allowedFrom(gateway({}), "198.18.255.1")).toEqual([]);
    expect(allowedFrom(gateway({ managementFrom: ["0.0.0.0/0"] }), "198.18.255.1")).toEqual([
      "tcp 22",
    ]);
  });

  it("may find a service that the app lets others reach", () => {
    const allow = [{ protocol: "udp", ports: [53, 853], sources: ["198.18.0.0/15"] }];
    const serving = gateway({ additions: { allow } });
    expect(allowedFrom(serving, "198.18.255.1")).toEqual(["udp 53", "udp 853"]);
    expect(allowedFrom(serving, "203.0.113.1")).toEqual([]);
  });

  it("may find IKE where a peer has no address, in the family of the underlay", () => {
    const open = gateway({ tunnels: [tunnel("203.0.113.2"), tunnel()] });
    expect(allowedFrom(open, "198.18.255.1")).toEqual(["udp 500", "udp 4500"]);
    expect(allowedFrom(open, "2001:db8:5ca::1")).toEqual([]);
  });

  it("must find nothing else: an open port, a refusal, an ICMP error, a packet let in without a word", () => {
    const wrong = (answers: Record<string, number>, letIn: string[] = []) =>
      surprises({ kinds: ["udp"] }, found(answers), letIn, ["tcp 22"]);
    expect(wrong({})).toEqual([]);
    expect(wrong({ "tcp 179 open": 1 })).toEqual(["it answers: tcp 179 open"]);
    expect(wrong({ "tcp 22 refused": 1 })).toEqual(["it answers: tcp 22 refused"]);
    expect(
      wrong({ "icmp type 3 code 3 from 198.51.100.2 for protocol 17 port 9": 1 }),
    ).toHaveLength(1);
    expect(wrong({}, ["udp 3784"])).toEqual(["its firewall lets in udp 3784"]);
    expect(wrong({}, ["protocol 47"])).toEqual(["its firewall lets in protocol 47"]);
  });

  it("must find what is allowed, or it has shown nothing", () => {
    const scan = (answers: Record<string, number>, letIn: string[]) =>
      surprises({ kinds: ["tcp"] }, found(answers), letIn, ["tcp 22", "udp 500"]);
    expect(scan({ "tcp 22 open": 1 }, ["tcp 22"])).toEqual([]);
    expect(scan({}, ["tcp 22"])).toEqual(["tcp 22 is not found, though it is allowed"]);
    expect(scan({ "tcp 22 open": 1 }, [])).toEqual(["tcp 22 is not found, though it is allowed"]);
  });

  it("counts behind the firewall what was let in, by protocol and port", () => {
    expect(counters("2001:db8:5ca::1")).toContain(
      "ip6 saddr 2001:db8:5ca::1 meta l4proto { 6, 17 }",
    );
    const set = (name: string, elem?: unknown[]) => ({ set: { name, elem } });
    const nftables = [
      { table: {} },
      set("ports", [{ concat: [17, 500] }, { concat: ["tcp", 22] }]),
      set("protocols", [47]),
    ];
    expect(parseCounters(JSON.stringify({ nftables })).letIn).toEqual([
      "udp 500",
      "tcp 22",
      "protocol 47",
    ]);
    expect(parseCounters(JSON.stringify({ nftables: [set("ports")] })).letIn).toEqual([]);
  });

  it("has not seen a port whose packet never came", () => {
    const nftables = [{ counter: { name: "arrived_tcp", packets: 65534 } }];
    const { arrived } = parseCounters(JSON.stringify({ nftables }));
    expect(lost(found({}), arrived)).toEqual(["only 65534 of 65535 packets of tcp came"]);
    expect(lost(found({}), { tcp: 65540 })).toEqual([]);
    expect(lost(found({}), {})).toEqual(["only 0 of 65535 packets of tcp came"]);
  });
});
