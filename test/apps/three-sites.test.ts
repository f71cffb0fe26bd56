import { TerraformStack } from "cdktf";
import { HaMode, HaPairProps, InsideRouting } from "cdktf-routed-vpn";
import { analyse } from "../../lib/analysis/analyse";
import { cidr, formatCidr, network } from "../../lib/model/ip";
import { NetworkPlan } from "../../lib/plan/types";
import { mesh, preSharedKey, sitePair } from "../fixtures/apps";
import { settle } from "../fixtures/bgp";
import { gatewayOf } from "../fixtures/intents";
import { synthesizeStack } from "../fixtures/synth";

const SITES = [1, 2, 3];

function threeSites(pair: Partial<HaPairProps>): NetworkPlan {
  const build = (stack: TerraformStack) => {
    const members = SITES.map((n) =>
      sitePair(stack, `site${n}`, n, [`v${n}1`, `v${n}2`], {
        insideRouting: InsideRouting.ospf(),
        ...pair,
      }),
    );
    const vpn = { authentication: preSharedKey() };
    mesh(stack, members, { vpn, keepaliveSeconds: 2, holdTimeSeconds: 6 });
  };
  return synthesizeStack(build).plan("net");
}

/** Every way from one site's host to another's prefix. */
const JOURNEYS = SITES.flatMap((from) =>
  SITES.filter((to) => to !== from).flatMap((to) =>
    [`10.${to}.0.0/24`, `fd0${to}::/64`].map((prefix) => ({ from, to, prefix })),
  ),
);

describe("three sites of two gateways, OSPF inside", () => {
  const plan = threeSites({ mode: HaMode.ACTIVE_ACTIVE });

  it("002.1 has 12 tunnels, each with a /127 and a /31 of its own", () => {
    expect(plan.tunnels).toHaveLength(12);
    const subnets = new Map<string, string[]>();
    for (const { tunnels } of plan.gateways) {
      for (const { path, addresses } of tunnels) {
        expect(addresses.map((address) => address.split("/")[1])).toEqual(["31", "127"]);
        const own = addresses.map((address) => formatCidr(network(cidr(address))));
        expect(subnets.get(path) ?? own).toEqual(own);
        subnets.set(path, own);
      }
    }
    expect(new Set([...subnets.values()].flat()).size).toBe(24);
  });

  it("002.5 holds for 6 s, and takes each site's own prefixes alone", () => {
    for (const { bgp, tunnels } of plan.gateways) {
      expect(tunnels).toHaveLength(4);
      for (const { timers, accept, kind, transit } of bgp!.sessions) {
        expect(timers).toMatchObject({ keepaliveSeconds: 2, holdTimeSeconds: 6 });
        if (kind === "tunnel") expect([accept, transit]).toEqual([[expect.any(String)], false]);
      }
    }
  });

  it.each(JOURNEYS)(
    "002.6 two paths from every gateway of site $from to $prefix, four from a host",
    ({ from, to, prefix }) => {
      const settled = settle(plan);
      const far = [`v${to}1`, `v${to}2`];
      for (const k of [1, 2]) {
        expect(settled.paths(`v${from}${k}`, prefix)).toEqual(far.map((peer) => [peer]));
      }
      const all = [1, 2].flatMap((k) => far.map((peer) => [`v${from}${k}`, peer]));
      expect(settled.paths(65000 + from, prefix)).toEqual(all);
    },
  );

  it("002.7 losing one gateway in each of two sites leaves every site reachable", () => {
    const settled = settle(plan, ["v11", "v22"]);
    for (const { from, prefix } of JOURNEYS) {
      expect(settled.paths(65000 + from, prefix)).not.toEqual([]);
    }
  });

  it("a gateway without tunnels tells the inside nothing: hosts leave by its partner alone", () => {
    const settled = settle(
      plan,
      [2, 3].flatMap((n) => [`v11-v${n}1`, `v11-v${n}2`]),
    );
    for (const { prefix } of JOURNEYS.filter(({ from }) => from === 1)) {
      const [first, second] = settled.paths(65001, prefix);
      expect([first![0], second![0]]).toEqual(["v12", "v12"]);
    }
  });
});

describe("OSPF inside an active/standby pair", () => {
  const plan = threeSites({});

  it("says by the metric which gateway is preferred", () => {
    const metric = (name: string) => gatewayOf(plan, name).ospf!.externalMetric;
    expect([metric("v11"), metric("v12")]).toEqual([100, 200]);
    expect(settle(plan).paths(65001, "10.3.0.0/24")).toEqual([["v11", "v31"]]);
  });

  it.each([
    ["v11", [["v12", "v31"]]],
    ["v12", [["v11", "v31"]]],
    ["v31", [["v11", "v32"]]],
    ["v11-inside", [["v12", "v31"]]],
  ])("survives the loss of %s", (lost, ways) => {
    expect(settle(plan, [lost]).paths(65001, "10.3.0.0/24")).toEqual(ways);
  });
});

describe("between BGP and OSPF nothing goes round", () => {
  const plan = threeSites({ mode: HaMode.ACTIVE_ACTIVE });

  it("a tag marks what came in through a tunnel; the partner's word has none", () => {
    for (const { bgp, ospf } of plan.gateways) {
      for (const { kind, policy } of bgp!.sessions) {
        expect(policy.tag).toBe(kind === "tunnel" ? ospf!.outsideTag : undefined);
      }
    }
  });

  it("no session with inner routers is left beside OSPF", () => {
    for (const { bgp } of plan.gateways) {
      expect(bgp!.listen).toBeUndefined();
      expect(bgp!.sessions.map(({ kind }) => kind)).not.toContain("inside");
    }
  });

  it("a network that its site has lost is announced by nobody", () => {
    // Both gateways have lost the segment: were it redistributed, each would believe the other.
    const settled = settle(plan, ["v11-inside", "v12-inside"]);
    expect(settled.paths(65002, "10.1.0.0/24")).toEqual([]);
    expect(settled.paths("v11", "10.1.0.0/24")).toEqual([]);
  });
});

describe("what the analysis of failures makes of OSPF", () => {
  it("inner routers notice a gateway's loss by its dead interval, where BGP waits for its hold time", () => {
    const noticed = (insideRouting: InsideRouting) => {
      const [analysis] = analyse(threeSites({ insideRouting }));
      const loss = analysis!.impacts.find(({ failure }) => failure.kind === "gateway")!;
      return loss.flows[0]!.noticed!.detection;
    };
    const byHellos = noticed(InsideRouting.ospf({ helloIntervalSeconds: 1 }));
    expect(byHellos).toMatchObject({
      by: "OSPF dead interval",
      time: { min: 3000, max: 4000 },
    });
    expect(noticed(InsideRouting.bgp()).by).toBe("BGP hold time");
  });

  it("sites built alike are told once", () => {
    const [analysis, ...others] = analyse(threeSites({}));
    expect(analysis!.alike).toHaveLength(2);
    expect(others).toEqual([]);
  });
});
