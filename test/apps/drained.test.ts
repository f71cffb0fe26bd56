import { TerraformStack } from "cdktf";
import {
  HaMode,
  HaPair,
  HaPairProps,
  Inside,
  InsideRouting,
  PairLink,
  PathPreference,
} from "cdktf-routed-vpn";
import { analyse } from "../../lib/analysis/analyse";
import { NetworkPlan } from "../../lib/plan/types";
import { frr } from "../../lib/render/frr";
import { filesOf } from "../fixtures/footprints";
import { mesh, siteGateway, soleSite } from "../fixtures/apps";
import { itRefuses } from "../fixtures/bad-input";
import { settle } from "../fixtures/bgp";
import { gatewayOf } from "../fixtures/intents";
import { synthesizeStack } from "../fixtures/synth";

const EAST = 65001;
const WEST = 65002;

function site(
  stack: TerraformStack,
  number: number,
  names: [string, string],
  drained: readonly string[],
  props: Partial<HaPairProps> = {},
): HaPair {
  const [primary, secondary] = names.map((name, index) => {
    const address = `fd0${number}::${index + 2}/64`;
    const inside = Inside.onInterface("eth1", [`10.${number}.0.${index + 2}/24`, address], {
      routerAdvertisements: {},
    });
    return siteGateway(stack, name, number, index + 2, { inside, drained: drained.includes(name) });
  });
  return new HaPair(stack, number === 1 ? "east" : "west", {
    primary: primary!,
    secondary: secondary!,
    asn: 65000 + number,
    networks: [`10.${number}.0.0/24`, `fd0${number}::/64`],
    pairLink: PairLink.onInterface("eth2"),
    ...props,
  });
}

/** Two pairs, a and b against c and d. */
function network(drained: string[], props: Partial<HaPairProps> = {}): NetworkPlan {
  return synthesizeStack((stack) => {
    const east = site(stack, 1, ["a", "b"], drained, props);
    mesh(stack, [east, site(stack, 2, ["c", "d"], drained, props)]);
  }).plan("net");
}

describe("a drained gateway", () => {
  it.each<[string, Partial<HaPairProps>]>([
    ["with MED", {}],
    ["with LOCAL_PREF", { preference: PathPreference.LOCAL_PREFERENCE }],
    ["with OSPF inside", { insideRouting: InsideRouting.ospf() }],
  ])("attracts no traffic in either direction, %s", (_, props) => {
    const both = (drained: string[]) => {
      const settled = settle(network(drained, props));
      return [settled.paths(EAST, "10.2.0.0/24"), settled.paths(WEST, "fd01::/64")];
    };
    expect(both([])).toEqual([[["a", "c"]], [["c", "a"]]]);
    expect(both(["a"])).toEqual([[["b", "c"]], [["c", "b"]]]);
    expect(both(["d"])).toEqual([[["a", "c"]], [["c", "a"]]]);
    expect(both(["a", "c"])).toEqual([[["b", "d"]], [["d", "b"]]]);
  });

  it("attracts none of an active/active pair's either", () => {
    const settled = settle(network(["a"], { mode: HaMode.ACTIVE_ACTIVE }));
    expect(settled.paths(EAST, "10.2.0.0/24")).toEqual([
      ["b", "c"],
      ["b", "d"],
    ]);
    expect(settled.paths(WEST, "10.1.0.0/24")).toEqual([
      ["c", "b"],
      ["d", "b"],
    ]);
  });

  it("forwards what still comes, and all of it when its partner fails", () => {
    const plan = network(["a"]);
    expect(settle(plan).paths("a", "10.2.0.0/24")).toEqual([["c"]]);
    expect(settle(plan, ["b"]).paths(EAST, "10.2.0.0/24")).toEqual([["a", "c"]]);
    // Both ways of the other side are a last choice then: neither takes its partner's for better.
    expect(settle(plan, ["b"]).paths("c", "10.1.0.0/24")).toEqual([["a"]]);
    expect(settle(plan, ["b"]).paths("d", "10.1.0.0/24")).toEqual([["a"]]);
    const [{ impacts }] = analyse(plan) as [ReturnType<typeof analyse>[number]];
    const fatal = impacts.filter(({ survives, failure }) => failure.ours && !survives);
    expect(fatal).toEqual([]);
  });

  it("tells BGP by the community and LOCAL_PREF, OSPF by its metric, and hosts by their preference", () => {
    const plan = network(["a"], { insideRouting: InsideRouting.ospf() });
    const text = (name: string) => filesOf(frr, gatewayOf(plan, name))[1]!.text;
    const out = [...text("a").matchAll(/^ {2}neighbor \S+ route-map (\S+) out$/gm)];
    expect(out.length).toBeGreaterThan(0);
    for (const [, map] of out) {
      expect(text("a")).toMatch(
        new RegExp(
          `^route-map ${map} permit 10(\n .*)*\n set community graceful-shutdown additive$`,
          "m",
        ),
      );
    }
    expect(text("a").match(/^ set local-preference 0$/gm)).toHaveLength(3);
    expect(text("b")).not.toContain("set community");
    expect(text("a").match(/^ redistribute bgp .*$/gm)).toEqual([
      " redistribute bgp metric 10000 route-map ospf-out",
      " redistribute bgp metric 10000 route-map ospf-out",
    ]);
    const preferred = (name: string) => gatewayOf(plan, name).inside[0]!.advertisement!.preferred;
    expect(["a", "b", "c", "d"].map(preferred)).toEqual([false, true, true, false]);
  });

  it("has the route-maps that it has undrained: under other names nothing would be announced for a while", () => {
    const maps = (drained: string[]) => {
      const { text } = filesOf(frr, gatewayOf(network(drained), "a"))[1]!;
      return text.match(/^(route-map| +neighbor \S+ route-map) .*$/gm);
    };
    expect(maps(["a"])).toEqual(maps([]));
  });

  itRefuses([
    {
      wrong: "both gateways of a pair",
      app: (stack) => void site(stack, 1, ["a", "b"], ["a", "b"]),
      at: "net/b: drained is true",
      expected: /one gateway of net\/east that is not; net\/a is drained too/,
      remedy: /one at a time/,
    },
    {
      wrong: "a gateway without BGP",
      app: (stack) => void soleSite(stack, "a", 1, { drained: true }),
      at: "net/a: drained is true",
      expected: /a member of a BgpMesh, or a gateway of an HaPair/,
      remedy: /static routes/,
    },
  ]);
});
