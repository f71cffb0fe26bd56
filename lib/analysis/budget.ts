import { Problem, problem } from "../model/problem";
import { SitePlan } from "../plan/types";
import { Analysis } from "./analyse";
import { describeFailure, describeOutage, worstFlow } from "./describe";
import { Impact } from "./impact";

/**
 * What a pair promises: each failure of its own gateways and links is survived, within its budget
 * where it has one. One problem for each pair and promise, with the worst failure.
 */
export function budgetProblems(analyses: readonly Analysis[]): Problem[] {
  return analyses.flatMap((analysis) => {
    const pairs = [analysis.left, analysis.right].filter(({ gateways }) => gateways.length > 1);
    return pairs.flatMap((pair) => {
      const claimed = analysis.impacts.filter((impact) => claims(pair, impact));
      return [...lost(pair, claimed), ...late(pair, claimed)];
    });
  });
}

/** A failure at the other side is the other side's to survive; a link has two ends, so either. */
function claims({ gateways }: SitePlan, { failure }: Impact): boolean {
  return failure.ours && failure.at.some((name) => gateways.includes(name));
}

function lost(pair: SitePlan, impacts: readonly Impact[]): Problem[] {
  const fatal = impacts.filter(({ survives }) => !survives);
  if (fatal.length === 0) return [];
  const failures = fatal.map(({ failure }) => describeFailure(failure)).join("; ");
  return [
    problem(
      pair.path,
      "networks",
      pair.networks,
      `every single failure survived; these are not: ${failures}`,
      "give the pair a link of its own (PairLink.interface()), and tunnels from both its gateways to every gateway of the other side",
    ),
  ];
}

function late(pair: SitePlan, impacts: readonly Impact[]): Problem[] {
  const budget = pair.convergenceBudgetMs;
  const worst = impacts.reduce<Impact | undefined>(
    (a, b) => (a && a.outage.max >= b.outage.max ? a : b),
    undefined,
  );
  if (budget === undefined || !worst || worst.outage.max <= budget) return [];
  return [
    problem(
      pair.path,
      "convergenceBudgetMs",
      budget,
      `at least the longest predicted outage: ${describeFailure(worst.failure)} takes ${describeOutage(worst)}`,
      `${faster(worst)}, or say with convergenceBudgetMs what is fast enough`,
    ),
  ];
}

function faster(impact: Impact): string {
  return worstFlow(impact)?.noticed?.detection.by === "VRRP"
    ? "lower advertisementIntervalMs (100 ms has the partner take over within 310 ms)"
    : "give the mesh a faster BfdProfile (100 ms × 3 detects within 300 ms)";
}
