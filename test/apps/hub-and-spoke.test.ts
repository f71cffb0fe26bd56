import { TerraformStack } from "cdktf";
import { HaMode, MeshTopology } from "cdktf-routed-vpn";
import { NetworkPlan } from "../../lib/plan/types";
import { mesh, sitePair, soleSite } from "../fixtures/apps";
import { settle } from "../fixtures/bgp";
import { gatewayOf } from "../fixtures/intents";
import { synthesizeStack } from "../fixtures/synth";

/** A pair of hubs, h1 and h2, and spokes of one gateway each. */
function network(spokes: number, mode = HaMode.ACTIVE_STANDBY): NetworkPlan {
  return synthesizeStack((stack: TerraformStack) => {
    const hub = sitePair(stack, "hub", 1, ["h1", "h2"], { mode });
    const sites = Array.from({ length: spokes }, (_, i) => soleSite(stack, `s${i + 1}`, i + 2));
    mesh(stack, [hub, ...sites], { topology: MeshTopology.hubAndSpoke(hub) });
  }).plan("net");
}

describe("hub and spoke", () => {
  const plan = network(3);
  const peers = (name: string) => gatewayOf(plan, name).tunnels.map(({ peer }) => peer);

  it("joins every spoke with every hub gateway, and no two spokes", () => {
    expect(peers("h1")).toEqual(["s1", "s2", "s3"]);
    expect(peers("h2")).toEqual(["s1", "s2", "s3"]);
    expect(peers("s1")).toEqual(["h1", "h2"]);
  });

  it("spokes reach each other through the preferred hub, and through the other when it fails", () => {
    const paths = (down: string[]) => settle(plan, down).paths(65002, "10.3.0.0/24");
    expect(paths([])).toEqual([["s1", "h1", "s2"]]);
    expect(paths(["h1"])).toEqual([["s1", "h2", "s2"]]);
    expect(paths(["h1-s1"])).toEqual([["s1", "h2", "s2"]]);
  });

  it("the hub passes on what it learned, a spoke what is its own", () => {
    const transit = (name: string) =>
      new Set(
        gatewayOf(plan, name)
          .bgp!.sessions.filter(({ kind }) => kind === "tunnel")
          .map((session) => session.transit),
      );
    expect(transit("h1")).toEqual(new Set(["open"]));
    expect(transit("s1")).toEqual(new Set([false]));
  });

  it("a spoke takes anything from the hub, the hub from a spoke what is the spoke's", () => {
    const accept = (name: string) => gatewayOf(plan, name).bgp!.sessions.map((it) => it.accept);
    expect(accept("s1")).toEqual([undefined, undefined, undefined, undefined]);
    expect(accept("h1").slice(0, 2)).toEqual([["10.2.0.0/24"], ["fd02::/64"]]);
  });

  it("with an active/active hub uses both at once", () => {
    const both = settle(network(2, HaMode.ACTIVE_ACTIVE)).paths(65002, "10.3.0.0/24");
    expect(both).toEqual([
      ["s1", "h1", "s2"],
      ["s1", "h2", "s2"],
    ]);
  });
});

describe("full mesh of single gateways", () => {
  it("joins every two", () => {
    const plan = synthesizeStack((stack) => {
      mesh(
        stack,
        ["a", "b", "c", "d"].map((name, i) => soleSite(stack, name, i + 1)),
      );
    }).plan("net");
    expect(plan.tunnels.map(({ path }) => path.split("/").pop())).toEqual([
      "a-b",
      "a-c",
      "a-d",
      "b-c",
      "b-d",
      "c-d",
    ]);
    expect(settle(plan).paths(65001, "10.4.0.0/24")).toEqual([["a", "d"]]);
    // Nobody passes on what is not its own, so a lost tunnel is a lost connection, not a detour.
    expect(settle(plan, ["a-d"]).paths(65001, "10.4.0.0/24")).toEqual([]);
  });

  it("is the same whatever the order of its members", () => {
    const plan = (names: string[]) =>
      synthesizeStack((stack) => {
        const sites = names.map((name) => soleSite(stack, name, name.charCodeAt(0) - 96));
        mesh(stack, sites);
      }).plan("net");
    expect(plan(["c", "a", "b"])).toEqual(plan(["a", "b", "c"]));
  });

  it("002.1 of three sites of two gateways has twelve tunnels", () => {
    const plan = synthesizeStack((stack) => {
      const sites = [1, 2, 3].map((n) => sitePair(stack, `site${n}`, n, [`g${n}a`, `g${n}b`]));
      mesh(stack, sites);
    }).plan("net");
    expect(plan.tunnels).toHaveLength(12);
  });
});
