import { segmentPrefixes } from "../../lib/plan/topology";
import { TerraformStack } from "cdktf";
import { HaMode, PathPreference } from "cdktf-routed-vpn";
import { GatewayPlan, NetworkPlan } from "../../lib/plan/types";
import { Model7Props, model7 } from "../fixtures/apps";
import { settle } from "../fixtures/bgp";
import { gatewayOf } from "../fixtures/intents";
import { Synthesized, synthesizeStack } from "../fixtures/synth";

const PREFIXES = ["10.2.0.0/24", "fd02::/64"];
const BACK = ["10.1.0.0/24", "fd01::/64"];
const EAST = 65001;
const WEST = 65002;

function network(props: Model7Props = {}): NetworkPlan {
  return synthesizeStack((stack: TerraformStack) => void model7(stack, props)).plan("net");
}

describe("MODEL-7: two sites of two gateways", () => {
  let result: Synthesized;
  let plan: NetworkPlan;
  beforeAll(() => {
    result = synthesizeStack((stack) => void model7(stack));
    plan = result.plan("net");
  });
  const each = (look: (gateway: GatewayPlan) => unknown) =>
    Object.fromEntries(plan.gateways.map((it) => [it.name, look(it)]));

  it("000.1 has four tunnels between the sites and one link within each pair", () => {
    expect(plan.tunnels.map(({ path }) => path)).toEqual([
      "net/backbone/a-c",
      "net/backbone/a-d",
      "net/backbone/b-c",
      "net/backbone/b-d",
    ]);
    expect(each(({ tunnels }) => tunnels.map(({ peer }) => peer))).toEqual({
      a: ["c", "d"],
      b: ["c", "d"],
      c: ["a", "b"],
      d: ["a", "b"],
    });
    expect(each(({ pairLink }) => pairLink!.partner)).toEqual({ a: "b", b: "a", c: "d", d: "c" });
  });

  it("000.2 its packets are IP, ESP, IP, GRE and inner IP, outermost first", () => {
    for (const { layers } of plan.tunnels) {
      const protocols = layers.map(({ protocol }) => protocol);
      expect(protocols).toEqual(["IPv4", "ESP", "IPv4", "GRE", "inner IP"]);
    }
  });

  it("000.2 GRE runs between the VTIs' addresses, and has others inside", () => {
    for (const { tunnels } of plan.gateways) {
      for (const { ipsec, gre } of tunnels) {
        expect(ipsec.kind).toBe("vti");
        expect(ipsec.addresses).toEqual([`${gre!.local}/31`]);
        expect(ipsec.peerAddresses).toEqual([gre!.remote]);
        const inner = gre!.addresses.map((address) => address.split("/")[0]);
        expect(inner).toHaveLength(2);
        expect(inner).not.toContain(gre!.local);
      }
    }
  });

  it("has one BGP session for each tunnel and family, and for the pair link", () => {
    const kinds = each(({ bgp }) => bgp!.sessions.map(({ kind, family }) => `${kind} ${family}`));
    const expected = ["tunnel 4", "tunnel 6", "tunnel 4", "tunnel 6", "pair 4", "pair 6"];
    expect(kinds).toEqual({ a: expected, b: expected, c: expected, d: expected });
  });

  it("000.7 BFD notices a dead path in 300 ms, BGP alone in 9 s", () => {
    for (const { bgp, bfdProfiles } of plan.gateways) {
      expect(bfdProfiles).toEqual([
        { name: "fast", transmitIntervalMs: 100, receiveIntervalMs: 100, detectMultiplier: 3 },
      ]);
      for (const { bfdProfile, timers } of bgp!.sessions) {
        expect(bfdProfile).toBe("fast");
        expect(timers).toEqual({
          keepaliveSeconds: 3,
          holdTimeSeconds: 9,
          connectRetrySeconds: 10,
        });
      }
    }
  });

  it("a gateway accepts from the other side what the other side owns, nothing else", () => {
    const { sessions } = gatewayOf(plan, "a").bgp!;
    const accepted = sessions.filter(({ kind }) => kind === "tunnel").map(({ accept }) => accept);
    expect(accepted).toEqual([["10.2.0.0/24"], ["fd02::/64"], ["10.2.0.0/24"], ["fd02::/64"]]);
    expect(sessions.some(({ kind, transit }) => kind === "tunnel" && transit)).toBe(false);
  });

  it("B1: no host of the inside segment may open BGP with a gateway", () => {
    expect(each(({ bgp }) => bgp!.listen)).toEqual({});
  });

  it("the other side's networks are never sent in clear text", () => {
    expect(each(({ protectedNetworks }) => protectedNetworks)).toEqual({
      a: PREFIXES,
      b: PREFIXES,
      c: BACK,
      d: BACK,
    });
  });

  it("nor are packets for our own segments and the pair link, should these lose their carrier", () => {
    const { ownPrefixes, pairLink } = result.plan("net").gateways[0]!;
    const link = segmentPrefixes({ addresses: pairLink!.addresses });
    expect([...ownPrefixes].sort()).toEqual([...BACK, ...link].sort());
  });

  it("001.4 leaves routes to BGP: none is static", () => {
    expect(each(({ staticRoutes }) => staticRoutes)).toEqual({ a: [], b: [], c: [], d: [] });
  });

  it("east comes up by user data, west by a resource that logs in", () => {
    const resources = Object.keys(result.json("net").resource.null_resource!);
    expect(resources.map((name) => name.split("_")[0])).toEqual(["c", "d"]);
    const written = ["a", "b", "c", "d"].filter(
      (name) => "user-data" in result.gateway("net", name),
    );
    expect(written).toEqual(["a", "b"]);
  });
});

describe.each([
  ["MED", PathPreference.MED],
  ["LOCAL_PREF", PathPreference.LOCAL_PREFERENCE],
])("MODEL-7 with preference by %s", (_, preference) => {
  const plan = network({ pair: { preference } });

  it.each(PREFIXES)("000.4 exactly one gateway of each side forwards, to %s and back", (prefix) => {
    expect(settle(plan).paths(EAST, prefix)).toEqual([["a", "c"]]);
    expect(settle(plan).paths(WEST, BACK[PREFIXES.indexOf(prefix)]!)).toEqual([["c", "a"]]);
  });

  it.each([
    ["a", [["b", "c"]], [["c", "b"]]],
    ["b", [["a", "c"]], [["c", "a"]]],
    ["c", [["a", "d"]], [["d", "a"]]],
    ["d", [["a", "c"]], [["c", "a"]]],
    ["a-c", [["a", "d"]], [["c", "b"]]],
    ["a-d", [["a", "c"]], [["c", "a"]]],
    ["b-c", [["a", "c"]], [["c", "a"]]],
    ["b-d", [["a", "c"]], [["c", "a"]]],
    ["a-b", [["a", "c"]], [["c", "a"]]],
    ["c-d", [["a", "c"]], [["c", "a"]]],
    ["a-inside", [["b", "c"]], undefined],
    ["c-inside", undefined, [["d", "a"]]],
  ])("000.5 connectivity survives the loss of %s", (lost, there, back) => {
    for (const [index, prefix] of PREFIXES.entries()) {
      const settled = settle(plan, [lost]);
      const forth = settled.paths(EAST, prefix);
      const home = settled.paths(WEST, BACK[index]!);
      expect(forth).not.toEqual([]);
      expect(home).not.toEqual([]);
      if (there) expect(forth).toEqual(there);
      if (back) expect(home).toEqual(back);
    }
  });

  it("000.6 a preferred gateway without remote links sends through its partner", () => {
    const settled = settle(plan, ["a-c", "a-d"]);
    expect(settled.paths(EAST, PREFIXES[0]!)).toEqual([["b", "c"]]);
    expect(settled.paths(WEST, BACK[0]!)).toEqual([["c", "b"]]);
    // What reaches it still, from a host without BGP, crosses the pair link.
    expect(settled.paths("a", PREFIXES[0]!)).toEqual([["b", "c"]]);
  });
});

describe("MODEL-7, preference and mode", () => {
  it("000.8 MED lets the other side move traffic, LOCAL_PREF does not", () => {
    // West drains c: it tells the higher MED there.
    const drained = (preference: PathPreference) => {
      const plan = network({ pair: { preference } });
      const higher = JSON.parse(JSON.stringify(plan)) as NetworkPlan;
      for (const { policy, kind } of gatewayOf(higher, "c").bgp!.sessions) {
        if (kind === "tunnel") Object.assign(policy, { med: 900 });
      }
      return settle(higher).paths(EAST, PREFIXES[0]!);
    };
    expect(drained(PathPreference.MED)).toEqual([["a", "d"]]);
    expect(drained(PathPreference.LOCAL_PREFERENCE)).toEqual([["a", "c"]]);
  });

  it("a longer path counts before MED (RFC 4271, 9.1.2.2)", () => {
    // West's MED says that d is preferred; with prepending its path is the longer one.
    const towards = (asPathPrepend?: number) => {
      const plan = network({ pair: { asPathPrepend } });
      const turned = JSON.parse(JSON.stringify(plan)) as NetworkPlan;
      for (const [name, med] of [
        ["c", 900],
        ["d", 100],
      ] as const) {
        for (const { policy, kind } of gatewayOf(turned, name).bgp!.sessions) {
          if (kind === "tunnel") Object.assign(policy, { med });
        }
      }
      return settle(turned).paths(EAST, PREFIXES[0]!);
    };
    expect(towards()).toEqual([["a", "d"]]);
    expect(towards(1)).toEqual([["a", "c"]]);
  });

  it("000.4 active/active is a mode of its own: all four ways at once", () => {
    const plan = network({ pair: { mode: HaMode.ACTIVE_ACTIVE } });
    expect(settle(plan).paths(EAST, PREFIXES[0]!)).toEqual([
      ["a", "c"],
      ["a", "d"],
      ["b", "c"],
      ["b", "d"],
    ]);
    expect(settle(plan, ["a", "d"]).paths(EAST, PREFIXES[1]!)).toEqual([["b", "c"]]);
  });

  it("active/active loses no packet when a gateway has no remote link", () => {
    const plan = network({ pair: { mode: HaMode.ACTIVE_ACTIVE } });
    expect(settle(plan, ["a-c", "a-d"]).paths(EAST, PREFIXES[0]!)).toEqual([
      ["b", "c"],
      ["b", "d"],
    ]);
  });
});
