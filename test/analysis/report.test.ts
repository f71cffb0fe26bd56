import { analyse } from "../../lib/analysis/analyse";
import { FailureReport, reportFailures, SitesReport } from "../../lib/analysis/report";
import { MeshTopology } from "cdktf-routed-vpn";
import { mesh, model1, model7, sitePair, soleSite } from "../fixtures/apps";
import { planOf7 } from "../fixtures/impacts";
import { synthesizeStack } from "../fixtures/synth";

function reports(plan = planOf7()): SitesReport {
  return reportFailures(analyse(plan))[0]!;
}

function find({ single }: SitesReport, wanted: Partial<FailureReport>): FailureReport {
  return single.find(
    ({ kind, at, direction }) =>
      kind === wanted.kind &&
      direction === wanted.direction &&
      at.join(" ") === (wanted.at ?? []).join(" "),
  )!;
}

describe("failures in plan.json", () => {
  const found = reports();

  it("are told for every two sites, each with kind, gateways and direction", () => {
    expect(found).toMatchObject({ left: "net/east", right: "net/west" });
    const names = found.single.map(({ kind, at, direction }) => [kind, ...at, direction].join(" "));
    expect(new Set(names).size).toBe(45);
  });

  it("are told for each direction of traffic that they concern, with the outage and its arithmetic", () => {
    expect(find(found, { kind: "uplink", at: ["a"], direction: "out" })).toEqual({
      kind: "uplink",
      at: ["a"],
      direction: "out",
      survives: true,
      flows: [
        {
          from: "net/east",
          to: "net/west",
          prefixes: ["10.2.0.0/24", "fd02::/64"],
          before: [["a", "c"]],
          after: [["b", "c"]],
          noticed: {
            at: "c",
            by: "BFD",
            minMs: 200,
            maxMs: 350,
            arithmetic: "3 × max(100, 100) ms, and up to 50 ms until a learns of it",
          },
          repairs: 1,
          outage: { minMs: 220, maxMs: 500 },
        },
        {
          from: "net/west",
          to: "net/east",
          prefixes: ["10.1.0.0/24", "fd01::/64"],
          before: [["c", "a"]],
          after: [["c", "b"]],
          outage: { minMs: 0, maxMs: 0 },
        },
      ],
    });
  });

  it("name no flow that keeps its way", () => {
    expect(find(found, { kind: "gateway", at: ["b"] }).flows).toEqual([]);
    expect(find(found, { kind: "ike-daemon", at: ["b"] }).flows).toEqual([]);
  });

  it("promise no end of an outage that lasts until the failure is healed", () => {
    const { survives, flows } = find(found, { kind: "transit" });
    expect(survives).toBe(false);
    expect(flows.map(({ after, outage }) => ({ after, outage }))).toEqual([
      { after: [], outage: undefined },
      { after: [], outage: undefined },
    ]);
  });

  it("keep families apart that fare differently", () => {
    const plan = planOf7();
    const gateways = plan.gateways.map((gateway) => ({
      ...gateway,
      bgp: {
        ...gateway.bgp!,
        sessions: gateway.bgp!.sessions.filter(
          ({ kind, family }) => gateway.name !== "b" || kind === "pair" || family === 4,
        ),
      },
    }));
    const { flows } = find(reports({ ...plan, gateways }), { kind: "gateway", at: ["a"] });
    expect(flows.map(({ prefixes, after }) => [prefixes[0], after[0]])).toEqual([
      ["10.2.0.0/24", ["b", "c"]],
      ["fd02::/64", undefined],
      ["10.1.0.0/24", ["c", "b"]],
      ["fd01::/64", undefined],
    ]);
  });

  it("name sites that are built alike instead of repeating them", () => {
    const { alike } = reports(
      synthesizeStack((stack) => {
        const hub = sitePair(stack, "hub", 1, ["h1", "h2"]);
        const spokes = [2, 3].map((site) => soleSite(stack, `s${site}`, site));
        mesh(stack, [hub, ...spokes], { topology: MeshTopology.hubAndSpoke(hub) });
      }).plan("net"),
    );
    expect(alike).toEqual([{ left: "net/hub", right: "net/s3" }]);
  });

  it("are written beside the plan where two sites speak BGP, and nowhere else", () => {
    const written = (app: Parameters<typeof synthesizeStack>[0]) =>
      synthesizeStack(app).plan("net") as { failures?: unknown };
    expect(written((stack) => void model7(stack)).failures).toEqual([found]);
    expect(written((stack) => void model1(stack)).failures).toBeUndefined();
  });
});
