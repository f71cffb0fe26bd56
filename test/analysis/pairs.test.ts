import { MeshTopology } from "cdktf-routed-vpn";
import { analyse } from "../../lib/analysis/analyse";
import { describeFailure } from "../../lib/analysis/describe";
import { reportFailures } from "../../lib/analysis/report";
import { runbook } from "../../lib/runbook/runbook";
import { mesh, sitePair, soleSite } from "../fixtures/apps";
import { itRefuses } from "../fixtures/bad-input";
import { planOf7 } from "../fixtures/impacts";
import { synthesizeStack } from "../fixtures/synth";

describe("pairs of failures", () => {
  const plan = planOf7({ mesh: { analyzeDoubleFailures: true } });
  const [analysis] = analyse(plan);
  const fatal = analysis!.pairs!.fatal.map((pair) => pair.map(describeFailure).join(" and "));

  it("are walked on request alone", () => {
    expect(analyse(planOf7())[0]!.pairs).toBeUndefined();
  });

  it("are all pairs of gateways, uplinks, inside links, tunnels and pair links", () => {
    const count = 4 + 4 + 4 + 4 + 2;
    expect(analysis!.pairs!.survived + fatal.length).toBe((count * (count - 1)) / 2);
  });

  it("of one side's two gateways are not survived", () => {
    expect(fatal).toContain("a loses its power and b loses its power");
    expect(fatal).toContain("a's uplink drops all packets and b's uplink drops all packets");
    expect(fatal).toContain("a loses its power and b loses its link to the inside");
  });

  it("002.7 of one gateway on each side are survived", () => {
    expect(fatal).not.toContain("a loses its power and c loses its power");
    expect(fatal).not.toContain("b loses its power and c loses its power");
  });

  it("of one gateway's uplink and the other's inside are not: a gateway tells inner routers nothing of its partner's", () => {
    expect(fatal).toContain("a's uplink drops all packets and b loses its link to the inside");
    expect(fatal).not.toContain("a's uplink drops all packets and a loses its link to the inside");
  });

  it("leave out what is not survived alone", () => {
    const [sole] = analyse(
      synthesizeStack((stack) => {
        const members = [sitePair(stack, "east", 1, ["a", "b"]), soleSite(stack, "c", 2)];
        mesh(stack, members, { analyzeDoubleFailures: true });
      }).plan("net"),
    );
    const named = sole!.pairs!.fatal.flat().flatMap(({ at }) => at);
    expect(named).toContain("b");
    expect(
      sole!.pairs!.fatal.flat().some(({ kind, at }) => kind === "gateway" && at[0] === "c"),
    ).toBe(false);
  });

  it("refuse nothing, and are listed in the runbook and in plan.json", () => {
    const text = runbook(plan, analyse(plan));
    expect(text).toContain(`${153 - fatal.length} of 153 pairs are survived; these are not:`);
    expect(text).toMatch(
      /^\| a loses its power \| b loses its power; b's uplink drops all packets; /m,
    );
    expect(reportFailures(analyse(plan))[0]!.pairs!.fatal).toContainEqual([
      { kind: "gateway", at: ["a"] },
      { kind: "gateway", at: ["b"] },
    ]);
    expect(runbook(planOf7(), analyse(planOf7()))).not.toContain("Pairs of failures");
  });

  it("of sites that are built alike are walked once", () => {
    const spokes = synthesizeStack((stack) => {
      const hub = sitePair(stack, "hub", 1, ["h1", "h2"]);
      const members = [hub, ...[2, 3, 4].map((site) => soleSite(stack, `s${site}`, site))];
      mesh(stack, members, {
        topology: MeshTopology.hubAndSpoke(hub),
        analyzeDoubleFailures: true,
      });
    }).plan("net");
    expect(analyse(spokes)).toHaveLength(1);
  });

  itRefuses([
    {
      wrong: "a request that is no yes or no",
      app: (stack) =>
        void mesh(stack, [sitePair(stack, "east", 1, ["a", "b"]), soleSite(stack, "c", 2)], {
          analyzeDoubleFailures: "all" as never,
        }),
      at: 'net/backbone: analyzeDoubleFailures is "all"',
      expected: /true or false/,
      remedy: /API.md/,
    },
  ]);
});
