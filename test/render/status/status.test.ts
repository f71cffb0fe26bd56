import { gatewayPlan, policyEnd } from "../../fixtures/plan";
import { VrrpPlan } from "../../../lib/plan/types";
import { expected } from "../../../lib/render/status/document";
import { model7 } from "../../fixtures/apps";
import { gatewayOf } from "../../fixtures/intents";
import { Says, StatusMachine } from "../../fixtures/status";
import { synthesizeStack } from "../../fixtures/synth";

const gateway = gatewayOf(synthesizeStack((stack) => void model7(stack)).plan("net"), "a");
const document = expected(gateway);
const link = (name: string) => document.links.find((one) => one.name === name)!;
const toC = link("c");
const others = document.links.flatMap(({ bgp }) => bgp);

function sasOf(...peers: string[]): string {
  return peers
    .map(
      (peer) =>
        `${peer}: #1, ESTABLISHED, IKEv2, 1_i* 2_r\n  ${peer}: #2, reqid 1, INSTALLED, TUNNEL, ESP:AES\n`,
    )
    .join("");
}

/** As the gateway is when all is well. */
const WELL: Says = {
  interfaces: Object.fromEntries(
    document.links.flatMap(({ interfaces }) =>
      interfaces.map(({ device, mtu = 1500, addresses }) => [
        device,
        { mtu, addresses: addresses.map((one) => one.split("/")[0]!) },
      ]),
    ),
  ),
  sas: sasOf("c", "d"),
  bfd: Object.fromEntries(others.map((peer) => [peer, "up"])),
  bgp: Object.fromEntries(others.map((peer) => [peer, "Established"])),
  answers: document.links.flatMap(({ ping }) => ping),
  kernel: { "10.2.0.1": "gre-c", "fd02::1": "gre-c" },
  frr: { "10.2.0.1": "gre-c", "fd02::1": "gre-c" },
};

/** All sessions and answers of the tunnel to c are gone. */
function withoutC(says: Says): Says {
  const gone = (all: Readonly<Record<string, string>>, state: string) =>
    Object.fromEntries(
      Object.entries(all).map(([peer, was]) => [peer, toC.bgp.includes(peer) ? state : was]),
    );
  return {
    ...says,
    bfd: gone(says.bfd, "down"),
    bgp: gone(says.bgp, "Active"),
    answers: says.answers.filter((address) => !toC.ping.includes(address)),
  };
}

function machine(says: Says): StatusMachine {
  const made = new StatusMachine(document);
  made.says(says);
  return made;
}

interface Report {
  state: string;
  links: { name: string; kind: string; fault: string | null; detail: string[] }[];
  networks: { prefix: string; ok: boolean; detail: string | null }[];
}

function report(says: Says): Report & { exit: number | null } {
  const { status, output, error } = machine(says).status("--json");
  expect(error).toBe("");
  return { ...(JSON.parse(output) as Report), exit: status };
}

function faults({ links }: Report): string[] {
  return links.flatMap(({ kind, name, fault }) => (fault ? [`${kind} ${name}: ${fault}`] : []));
}

describe("000.9 vpn-gateway status", () => {
  it("is well where everything is as planned, and says so with its exit code", () => {
    const { state, exit, links } = report(WELL);
    expect([state, exit]).toEqual(["ok", 0]);
    expect(links.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      ...["tunnel c", "tunnel d", "pair b", "inside eth1"],
    ]);
  });

  const gre = WELL.interfaces["gre-c"]!;
  const { "gre-c": _, ...withoutGre } = WELL.interfaces;
  it.each<[string, Says, string, string]>([
    [
      "a missing interface",
      { ...withoutC(WELL), interfaces: withoutGre },
      "interface",
      "gre-c is missing",
    ],
    [
      "an interface with another MTU",
      { ...WELL, interfaces: { ...WELL.interfaces, "gre-c": { ...gre, mtu: 1476 } } },
      ...(["interface", "gre-c has MTU 1476, not 1422"] as const),
    ],
    ["an IKE SA that is gone", { ...withoutC(WELL), sas: sasOf("d") }, "ike", "IKE SA is absent"],
    [
      "an IKE SA without its CHILD SA",
      { ...withoutC(WELL), sas: `${sasOf("d")}c: #3, ESTABLISHED, IKEv2, 1_i* 2_r\n` },
      ...(["child", "CHILD SA c is absent"] as const),
    ],
    ["a path that drops all packets", withoutC(WELL), "path", `${toC.ping[0]} does not answer`],
    [
      "BFD alone",
      { ...WELL, bfd: { ...WELL.bfd, [toC.bfd[0]!]: "down" } },
      ...(["bfd", `${toC.bfd[0]} is down`] as const),
    ],
    [
      "BGP alone",
      { ...WELL, bgp: { ...WELL.bgp, [toC.bgp[0]!]: "Idle" } },
      ...(["bgp", `${toC.bgp[0]} is Idle`] as const),
    ],
  ])(
    "names the lowest layer of %s, and stays degraded while networks are reached",
    (_, says, layer, detail) => {
      const found = report(says);
      expect(faults(found)).toEqual([`tunnel c: ${layer}`]);
      expect(found.links[0]!.detail).toContain(detail);
      expect([found.state, found.exit]).toEqual(["degraded", 1]);
    },
  );

  it("names a segment without carrier", () => {
    const eth1 = { ...WELL.interfaces.eth1!, up: false };
    const found = report({ ...WELL, interfaces: { ...WELL.interfaces, eth1 } });
    expect(faults(found)).toEqual(["inside eth1: interface"]);
  });

  it("is down where a network has no route, or one out of all tunnels", () => {
    const none = report({ ...WELL, kernel: { "fd02::1": "gre-c" } });
    expect([none.state, none.exit]).toEqual(["down", 2]);
    expect(none.networks[0]).toMatchObject({ prefix: "10.2.0.0/24", detail: "no route" });
    const outside = report({ ...WELL, kernel: { ...WELL.kernel, "10.2.0.1": "eth0" } });
    expect(outside.networks[0]!.detail).toBe("leaves by eth0");
  });

  it("sees a route that FRR believes in and the kernel has otherwise", () => {
    const found = report({ ...WELL, frr: { ...WELL.frr, "10.2.0.1": "gre-d" } });
    expect(found.networks[0]!.detail).toBe("the kernel sends by gre-c, FRR says gre-d");
  });

  it("takes a daemon that does not answer for down, and stands", () => {
    const silent = report({ ...WELL, sas: "", bfd: {}, bgp: {} });
    expect(faults(silent)).toEqual(["tunnel c: ike", "tunnel d: ike", "pair b: bfd"]);
  });

  it("shows people each link's layers and times, and each network's way", () => {
    const { output } = machine(withoutC(WELL)).status();
    expect(output.split("\n")[0]).toBe("a: degraded");
    expect(output).toMatch(/tunnel {2}c +interface ike child PATH DOWN BFD DOWN BGP DOWN\n/);
    expect(output).toMatch(/tunnel {2}d +interface ike child path bfd bgp {2}\(1\.5 ms, 1\.5 ms\)/);
    expect(output).toMatch(/network 10\.2\.0\.0\/24 +through gre-c/);
  });

  it("speaks Prometheus' text", () => {
    const { output } = machine(withoutC(WELL)).status("--prometheus");
    expect(output).toContain('vpn_gateway_state{gateway="a"} 1\n');
    expect(output).toContain('layer_up{gateway="a",kind="tunnel",name="c",layer="path"} 0\n');
    expect(output).toContain('layer_up{gateway="a",kind="tunnel",name="d",layer="path"} 1\n');
    expect(output).toContain('network_up{gateway="a",prefix="10.2.0.0/24"} 1\n');
    expect(output).toMatch(/round_trip_seconds\{gateway="a",name="d",address="[^"]+"\} 0\.0015\n/);
  });

  it("keeps its last word for others, and tells the journal what has changed, once", () => {
    const watched = machine(WELL);
    expect(watched.status("--record").output).toBe("");
    watched.says(withoutC(WELL));
    const broken = watched.status("--record");
    expect(broken).toMatchObject({ status: 1, output: "tunnel c: path is down\n" });
    expect(watched.status("--record").output).toBe("");
    watched.says(WELL);
    expect(watched.status("--record").output).toBe("tunnel c: recovered\n");
    expect(JSON.parse(watched.text("run/status.json"))).toMatchObject({ state: "ok" });
    expect(watched.text("run/status.prom")).toContain("vpn_gateway_state");
  });

  describe("M6: node_exporter's folder, which is another user's", () => {
    const METRICS = "node-exporter/vpn-gateway.prom";

    it("is written to, a file at a time", () => {
      const watched = machine(WELL);
      watched.folder("node-exporter");
      expect(watched.status("--record").output).toBe("");
      expect(watched.text(METRICS)).toContain("vpn_gateway_state");
      expect(watched.files("node-exporter")).toEqual(["vpn-gateway.prom"]);
    });

    it("does not lead elsewhere by a link that is planted in it", () => {
      const watched = machine(WELL);
      watched.folder("node-exporter");
      watched.link("victim", METRICS);
      watched.link("victim", `${METRICS}.new`);
      expect(watched.status("--record").output).toBe("");
      expect(watched.text(METRICS)).toContain("vpn_gateway_state");
      expect(watched.text("victim")).toBe("untouched");
    });

    it("is not written to where it is itself a link", () => {
      const watched = machine(WELL);
      watched.folder("elsewhere");
      watched.link("elsewhere", "node-exporter");
      expect(watched.status("--record").output).toMatch(
        /node-exporter: (Not a directory|Too many)/,
      );
      expect(watched.files("elsewhere")).toEqual([]);
      expect(watched.text("run/status.prom")).toContain("vpn_gateway_state");
    });
  });

  it("refuses words it does not know", () => {
    const { status, error } = machine(WELL).status("--verbose");
    expect(status).toBe(1);
    expect(error).toContain("vpn-gateway status [--json | --prometheus]");
  });
});

describe("000.9 the status of a gateway with OSPF inside", () => {
  const segments = [
    {
      device: "eth1",
      prefixes: ["10.1.0.0/24", "fd01::/64"],
      neighbors: ([4, 6] as const).map((family) => ({ family, routerId: "10.1.0.3" })),
    },
  ];
  const ospf = {
    ...{ routerId: "10.1.0.2", area: "0.0.0.0", segments, outsideTag: 65001, externalMetric: 100 },
    ...{ helloIntervalSeconds: 1, deadIntervalSeconds: 4 },
  };
  const speaks = expected({ ...gateway, ospf });
  const full = { "10.1.0.3": "Full/DR", "10.1.0.10": "Full/DROther" };
  const well = { 2: full, 3: full };

  type Segment = { fault: string | null; detail: string[] };
  function eth1(neighbors: Says["ospf"], document = speaks): Segment {
    const made = new StatusMachine(document);
    made.says({ ...WELL, ospf: neighbors });
    const { output, error } = made.status("--json");
    expect(error).toBe("");
    return (JSON.parse(output) as Report).links.find(({ name }) => name === "eth1")!;
  }

  it("is well while the partner and an inner router are Full in both versions", () => {
    expect(eth1(well)).toMatchObject({ fault: null, layers: { interface: true, ospf: true } });
  });

  it("is well with a router that keeps a two-way neighbor, neither of them DR or BDR", () => {
    const twoWay = { 2: { ...full, "10.1.0.11": "2-Way/DROther" } };
    expect(eth1({ ...well, ...twoWay }).fault).toBeNull();
    expect(eth1({ ...well, 3: { ...full, "10.1.0.11": "Twoway/DROther" } }).fault).toBeNull();
  });

  it.each<[string, Says["ospf"], string]>([
    ["a partner", { ...well, 2: { "10.1.0.10": "Full/DR" } }, "OSPFv2: 10.1.0.3 is absent"],
    [
      "any inner router",
      { ...well, 3: { "10.1.0.3": "Full/DR" } },
      "OSPFv3: there is no inner router",
    ],
    [
      "a whole adjacency",
      { ...well, 2: { ...full, "10.1.0.10": "ExStart/DR" } },
      "OSPFv2: 10.1.0.10 is ExStart/DR",
    ],
    ["version 3's daemon", { 2: full }, "OSPFv3: 10.1.0.3 is absent"],
  ])("names OSPF where %s is wanting, and what of it", (_, neighbors, detail) => {
    const found = eth1(neighbors);
    expect(found.fault).toBe("ospf");
    expect(found.detail[0]).toBe(detail);
  });

  it("asks the VRF of an isolated gateway", () => {
    const isolated = { ...speaks, vrf: "private" };
    expect(eth1(well, isolated).fault).toBeNull();
    expect(eth1({ 3: full }, isolated).detail[0]).toBe("OSPFv2: 10.1.0.3 is absent");
  });

  it("blames the version that is wrong alone: the other's daemon answers for itself", () => {
    expect(eth1({ 3: full }).detail).toEqual([
      "OSPFv2: 10.1.0.3 is absent",
      "OSPFv2: there is no inner router",
    ]);
  });
});

describe("000.9 the status of a gateway with a virtual router", () => {
  const virtual = ["10.1.0.1", "fd01::1"];
  const vrrp: VrrpPlan = {
    ...{ device: "eth1", virtualRouterId: 51, priority: 254, advertisementIntervalMs: 100 },
    ...{ startupDelayMs: 0, preemptDelaySeconds: 30, virtualAddresses: virtual },
    ...{ address: "10.1.0.2", partnerAddress: "10.1.0.3" },
  };
  const made = new StatusMachine(expected({ ...gateway, vrrp }));
  const eth1 = WELL.interfaces.eth1!;

  function eth1Of(says: Partial<Says>) {
    made.says({ ...WELL, keepalived: "MASTER", ...says });
    const { output, error } = made.status("--json");
    expect(error).toBe("");
    return (JSON.parse(output) as Report).links.find(({ name }) => name === "eth1")!;
  }

  it("is well while it has the addresses itself, or somebody answers for them", () => {
    const active = {
      ...WELL.interfaces,
      eth1: { ...eth1, addresses: [...eth1.addresses, ...virtual] },
    };
    expect(eth1Of({ interfaces: active })).toMatchObject({ fault: null, layers: { vrrp: true } });
    expect(eth1Of({ answers: [...WELL.answers, ...virtual] }).fault).toBeNull();
  });

  it("names an address that is not active, and a daemon that does not run or may not have it", () => {
    expect(eth1Of({ answers: [...WELL.answers, virtual[1]!] })).toMatchObject({
      ...{ fault: "vrrp", detail: ["virtual address 10.1.0.1 is not active"] },
    });
    const answers = [...WELL.answers, ...virtual];
    const dead = eth1Of({ keepalived: undefined, answers });
    expect(dead).toMatchObject({ fault: "vrrp", detail: ["keepalived does not run"] });
    const unable = eth1Of({ keepalived: "FAULT", answers });
    expect(unable).toMatchObject({ fault: "vrrp", detail: ["keepalived is in state FAULT"] });
  });
});

describe("what a gateway expects", () => {
  it("of somebody else's gateway no answer to a ping: the next hop need not exist there (004.4)", () => {
    const [tunnel] = gateway.tunnels;
    const foreign = { ...gateway, tunnels: [{ ...tunnel!, foreignPeer: true }] };
    expect(expected(foreign).links[0]!.ping).toEqual([]);
    expect(toC.ping).toHaveLength(2);
  });

  it("of a policy-based VPN the device behind it, and no SA: that comes with a packet", () => {
    const { links } = expected(gatewayPlan({ tunnels: [], policyVpns: [policyEnd()] }));
    expect(links[0]).toEqual({
      kind: "policy",
      name: "c",
      interfaces: [{ device: "ipsec-c", mtu: 1446, addresses: [] }],
      ping: [],
      bfd: [],
      bgp: [],
    });
  });

  it("holds no secret", () => {
    expect(JSON.stringify(document)).not.toContain("secret");
  });
});

describe("the status of a tunnel to a peer with a CHILD SA for each family", () => {
  const [first, ...others] = gateway.tunnels;
  const ipsec = { ...first!.ipsec, families: [4, 6] as const };
  const made = new StatusMachine(
    expected({ ...gateway, tunnels: [{ ...first!, ipsec }, ...others] }),
  );
  const child = (name: string) => `  ${name}: #2, reqid 1, INSTALLED, TUNNEL, ESP:AES\n`;
  const established = `${sasOf("d")}c: #3, ESTABLISHED, IKEv2, 1_i* 2_r\n${child("c_ipv4")}`;

  it("is well with both", () => {
    made.says({ ...WELL, sas: established + child("c_ipv6") });
    expect(made.status("--json")).toMatchObject({ status: 0, error: "" });
  });

  it("names the one that is missing", () => {
    made.says({ ...WELL, sas: established });
    const { status, output } = made.status("--json");
    expect(status).toBe(1);
    expect((JSON.parse(output) as Report).links[0]!.detail).toEqual(["CHILD SA c_ipv6 is absent"]);
  });
});

describe("the status of an isolated gateway", () => {
  it("asks the VRF, and for a default route where an address that is nobody's would go", () => {
    const isolated = { ...document, vrf: "private", networks: ["0.0.0.0/0", "::/0"] };
    const made = new StatusMachine(isolated);
    const everywhere = { "192.0.2.1": "gre-c", "2001:db8::1": "gre-c" };
    made.says({ ...WELL, kernel: everywhere, frr: everywhere });
    expect(made.status()).toMatchObject({ status: 0, error: "" });
    const lost = { "2001:db8::1": "gre-c" };
    made.says({ ...WELL, kernel: lost, frr: lost });
    expect(made.status()).toMatchObject({ status: 2 });
  });

  it("looks at interfaces, ways and answers in the network namespace", () => {
    const made = new StatusMachine({ ...document, namespace: "private" });
    made.says(WELL);
    expect(made.status()).toMatchObject({ status: 0, error: "" });
    made.says(withoutC(WELL));
    expect(made.status().output).toContain("PATH DOWN");
  });
});

describe("the status of a gateway with a VRF for each other site", () => {
  const made = new StatusMachine({ ...document, sites: ["to-west"] });
  const first = { "10.2.0.1": "to-west", "fd02::1": "to-west" };
  const says = (inVrf: Record<string, string>) => {
    made.says({ ...WELL, kernel: first, frr: first, inVrf });
    const { status, output } = made.status("--json");
    return { status, networks: (JSON.parse(output) as Report).networks };
  };

  it("follows a network through the VRF to the tunnel", () => {
    const { status, networks } = says({ "10.2.0.1": "gre-d", "fd02::1": "gre-c" });
    expect(status).toBe(0);
    expect(networks).toMatchObject([{ device: "gre-d" }, { device: "gre-c" }]);
  });

  it("is down where the VRF leads nowhere", () => {
    const { status, networks } = says({ "10.2.0.1": "gre-d" });
    expect(status).toBe(2);
    expect(networks[1]).toMatchObject({ prefix: "fd02::/64", detail: "no route" });
  });
});
