import { analyse } from "../../lib/analysis/analyse";
import type { Impact } from "../../lib/analysis/impact";
import { HaMode, MeshTopology } from "cdktf-routed-vpn";
import { mesh, sitePair, soleSite } from "../fixtures/apps";
import { impacts, planOf7, ways } from "../fixtures/impacts";
import { synthesizeStack } from "../fixtures/synth";

describe("single failures of MODEL-7", () => {
  const found = impacts(planOf7());

  it("003.9 names every gateway, inside link, pair link and daemon, and each direction of uplinks, tunnels and transit", () => {
    const kinds = Object.values(found).map(({ failure }) => failure.kind);
    expect(kinds).toHaveLength(45);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(count("gateway")).toBe(4);
    expect(count("uplink")).toBe(3 * 4);
    expect(count("inside")).toBe(4);
    expect(count("tunnel")).toBe(3 * 4);
    expect(count("pair-link")).toBe(2);
    expect(count("routing-daemons")).toBe(4);
    expect(count("ike-daemon")).toBe(4);
    expect(count("transit")).toBe(3);
  });

  it("000.5 all are survived, but for the transit that the sites have one of", () => {
    const fatal = Object.values(found).filter(({ survives }) => !survives);
    expect(fatal.map(({ failure }) => failure.kind)).toEqual(["transit", "transit", "transit"]);
  });

  it.each([
    ["a loses its power", "a → c; then b → c"],
    ["a's uplink drops all packets", "a → c; then b → c"],
    ["c loses its power", "a → c; then a → d"],
    ["the path between a and c drops all packets", "a → c; then a → d"],
    ["a loses its link to the inside", "a → c; then b → c"],
    ["the link between a and b is cut", "a → c; then a → c"],
  ])("when %s packets go %s", (name, expected) => {
    expect(ways(found[name]!.flows[0]!)).toBe(expected);
  });

  it("003.4 BFD of 100 ms × 3 notices within 200 to 300 ms, and one speaker repairs", () => {
    const { flows, outage } = found["a loses its power"]!;
    const [forth] = flows.filter(({ noticed }) => noticed?.at === "inside of 65001");
    expect(forth!.noticed!.detection).toEqual({
      by: "BFD",
      time: { min: 200, max: 300 },
      arithmetic: "3 × max(100, 100) ms",
    });
    expect(forth!.repairs).toBe(1);
    expect(outage).toEqual({ min: 220, max: 450 });
  });

  it("what carries no packet costs nothing", () => {
    for (const name of ["b loses its power", "d's uplink drops all packets"]) {
      expect(found[name]!.outage).toEqual({ min: 0, max: 0 });
    }
  });

  it("the kernel forwards while a routing daemon is dead, and the others move away", () => {
    const { outage } = found["a's routing daemons die"]!;
    expect(outage).toEqual({ min: 0, max: 0 });
    expect(ways(found["a's routing daemons die"]!.flows[0]!)).toBe("a → c; then b → c");
  });

  it("a dead IKE daemon is replaced before anybody notices, or at the latest when others have moved", () => {
    const { outage, flows, survives } = found["a's IKE daemon dies"]!;
    expect(survives).toBe(true);
    expect(outage).toEqual({ min: 0, max: 450 });
    expect(ways(flows[0]!)).toBe("a → c; then a → c");
    expect(found["b's IKE daemon dies"]!.outage).toEqual({ min: 0, max: 0 });
  });

  it("003.3 without BFD the hold time is what notices", () => {
    const slow = impacts(planOf7({ mesh: { bfd: undefined } }))["a's uplink drops all packets"]!;
    expect(slow.outage).toEqual({ min: 6020, max: 9150 });
    expect(slow.flows[0]!.noticed).toMatchObject({
      at: "a",
      detection: { by: "BGP hold time", arithmetic: "hold time of 9 s" },
    });
  });

  it("003.7 with all four ways at once a failure touches the flows on one of them", () => {
    const both = impacts(planOf7({ pair: { mode: HaMode.ACTIVE_ACTIVE } }));
    expect(both["b loses its power"]!.outage.max).toBe(450);
    expect(Object.values(both).every(({ failure, survives }) => survives === failure.ours)).toBe(
      true,
    );
  });
});

describe("prefix-independent convergence", () => {
  const plain = impacts(planOf7());
  const apart = impacts(planOf7({ mesh: { prefixIndependentConvergence: true } }));

  it.each(Object.keys(plain))("goes the same ways as long: %s", (name) => {
    const told = ({ flows, outage, survives }: Impact) => ({
      ...{ outage, survives },
      flows: flows.map(({ before, after, noticed, repairs }) => ({
        ...{ before, after, repairs },
        detection: noticed?.detection,
      })),
    });
    expect(told(apart[name]!)).toEqual(told(plain[name]!));
  });
});

describe("sites that are built alike", () => {
  it("are walked once, and named", () => {
    const plan = synthesizeStack((stack) => {
      const hub = sitePair(stack, "hub", 1, ["h1", "h2"]);
      const spokes = [2, 3, 4].map((site) => soleSite(stack, `s${site}`, site));
      mesh(stack, [hub, ...spokes], { topology: MeshTopology.hubAndSpoke(hub) });
    }).plan("net");
    const analyses = analyse(plan);
    expect(analyses.map(({ left, right }) => [left.path, right.path])).toEqual([
      ["net/hub", "net/s2"],
    ]);
    expect(analyses[0]!.alike.map(({ right }) => right.path)).toEqual(["net/s3", "net/s4"]);
  });

  it("are walked apart where their policies differ", () => {
    const plan = synthesizeStack((stack) => {
      const sites = [1, 2].map((site) =>
        sitePair(stack, `p${site}`, site, [`p${site}a`, `p${site}b`]),
      );
      mesh(stack, [...sites, soleSite(stack, "s3", 3)]);
    }).plan("net");
    expect(analyse(plan).map(({ left, right }) => `${left.path} ${right.path}`)).toEqual([
      "net/p1 net/p2",
      "net/p1 net/s3",
    ]);
  });
});
