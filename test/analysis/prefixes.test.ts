import { analyse } from "../../lib/analysis/analyse";
import { budgetProblems } from "../../lib/analysis/budget";
import { Impact } from "../../lib/analysis/impact";
import { NetworkPlan } from "../../lib/plan/types";
import { impacts, planOf7 } from "../fixtures/impacts";

/** MODEL-7 whose sites announce so many prefixes of each family. */
function announcing(expectedPrefixes: number, prefixIndependentConvergence = false): NetworkPlan {
  const plan = planOf7({ mesh: { prefixIndependentConvergence } });
  return { ...plan, sites: plan.sites.map((site) => ({ ...site, expectedPrefixes })) };
}

const PATH = "the path between a and c drops all packets";

function tunnel(plan: NetworkPlan): Impact {
  return impacts(plan)[PATH]!;
}

/** Medians and longest runs of docs/prefix-independent-convergence.md, in ms. */
const MEASURED = [
  { prefixes: 10, median: 412 },
  { prefixes: 1000, median: 416 },
  { prefixes: 20_000, median: 562 },
];

describe("the number of prefixes", () => {
  it("makes the last route of plain BGP late: 20,000 took 4 to 8 s", () => {
    const { outage } = tunnel(announcing(20_000));
    expect(outage.min).toBeLessThan(4000);
    expect(outage.max).toBeGreaterThan(8000);
    expect(outage.max).toBeLessThan(10_000);
  });

  it("grows the prediction without a bound, and not below a hundred", () => {
    const max = (count: number) => tunnel(announcing(count)).outage.max;
    expect(max(1)).toBe(450);
    expect(max(100)).toBe(450);
    expect(max(10_000) - max(5000)).toBe(2000);
  });

  it.each(MEASURED)(
    "with prefixIndependentConvergence is predicted as measured: $prefixes",
    ({ prefixes, median }) => {
      const { outage } = tunnel(announcing(prefixes, true));
      expect(median).toBeGreaterThan(outage.min);
      expect(median).toBeLessThanOrEqual(outage.max);
      expect(outage.max).toBeLessThan(700);
    },
  );

  it("is refused where the budget does not hold for it, with the arithmetic and the remedy", () => {
    const plan = announcing(20_000);
    const [problem] = budgetProblems(analyse(plan), plan.sites);
    expect(problem).toMatchObject({ path: "net/east", property: "convergenceBudgetMs" });
    expect(problem!.expected).toMatch(/routes: 20000 × 0.4 ms at /);
    expect(problem!.remedy).toMatch(
      /prefixIndependentConvergence|inner routers write every route anew/,
    );
  });

  it("is that of the declared networks unless the app says more", () => {
    const plan = planOf7();
    const networks = Array.from({ length: 1000 }, (_, i) => `10.${100 + (i >> 8)}.${i & 255}.0/24`);
    const many = {
      ...plan,
      sites: plan.sites.map((site) =>
        site.path === "net/west" ? { ...site, networks: [...site.networks, ...networks] } : site,
      ),
    };
    expect(tunnel(many).outage.max).toBeGreaterThan(tunnel(plan).outage.max);
  });
});
