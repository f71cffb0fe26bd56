import { Problem, problem } from "../model/problem";
import { SitePlan } from "../plan/types";
import { Analysis, walk } from "./analyse";
import { Bulk } from "./bulk";
import { describeFailure, describeOutage, worstFlow } from "./describe";
import { Impact } from "./impact";

/**
 * What a pair promises: each failure of its own gateways and links is survived, within its budget
 * where it has one. One problem for each pair and promise, with the worst failure.
 */
export function budgetProblems(
  analyses: readonly Analysis[],
  sites: readonly SitePlan[],
): Problem[] {
  const walked = new Set(
    analyses
      .flatMap((analysis) => [analysis, ...analysis.alike])
      .flatMap(({ left, right }) => [left.path, right.path]),
  );
  const broken = analyses.flatMap((analysis) => {
    const found = promisesBroken(analysis);
    return found.length === 0 ? [] : [...found, ...alsoBroken(analysis)];
  });
  return [...broken, ...sites.filter(({ path }) => !walked.has(path)).flatMap(notWalked)];
}

function promisesBroken({ left, right, impacts }: Analysis): Problem[] {
  const pairs = [left, right].filter(({ gateways }) => gateways.length > 1);
  return pairs.flatMap((pair) => {
    const claimed = impacts.filter((impact) => claims(pair, impact));
    return [...lost(pair, claimed), ...late(pair, claimed)];
  });
}

/** Of pairs that are alike each has its own problem: mending one mends none of the others. */
function alsoBroken({ left, right, alike }: Analysis): Problem[] {
  const named = new Set([left.path, right.path]);
  return alike.flatMap((joined) => {
    const others = [joined.left, joined.right].filter(
      ({ path, gateways }) => gateways.length > 1 && !named.has(path),
    );
    others.forEach(({ path }) => named.add(path));
    const paths = others.map(({ path }) => path);
    return others.length === 0
      ? []
      : promisesBroken(walk(joined)).filter(({ path }) => paths.includes(path));
  });
}

/** A budget that nothing is held to would be a promise that nothing checks. */
function notWalked({ path, convergenceBudgetMs }: SitePlan): Problem[] {
  if (convergenceBudgetMs === undefined) return [];
  return [
    problem(
      path,
      "convergenceBudgetMs",
      convergenceBudgetMs,
      "a pair that is joined with another site by BGP: only its failures can be walked",
      "make the pair a member of a BgpMesh; without one, leave convergenceBudgetMs out, since static routes stay until a tunnel is mended",
    ),
  ];
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
      "give the pair a link of its own (PairLink.onInterface()), and tunnels from both its gateways to every gateway of the other side",
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
  const { noticed, bulk = [] } = worstFlow(impact) ?? {};
  const longest = bulk.reduce<Bulk | undefined>((a, b) => (a && a.ms >= b.ms ? a : b), undefined);
  if (longest && longest.ms > (noticed?.detection.time.max ?? 0)) return longest.remedy;
  return noticed?.detection.by === "VRRP"
    ? "lower advertisementIntervalMs (100 ms has the partner take over within 310 ms)"
    : "give the mesh a faster BfdProfile (100 ms × 3 detects within 300 ms)";
}
