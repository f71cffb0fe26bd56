import { Analysis } from "../analysis/analyse";
import { describeFailure, describeInterval, worstFlow } from "../analysis/describe";
import { Impact, REPAIR } from "../analysis/impact";
import { DoubleFailures } from "../analysis/pairs";
import { SitePlan } from "../plan/types";
import { table } from "./markdown";

/** For every two joined sites, what each single failure does. */
export function failureSections(analyses: readonly Analysis[]): string[] {
  if (analyses.length === 0) return [];
  const intro = `Expected, not guaranteed: the time until the failure is noticed, and ${REPAIR.min} to ${REPAIR.max} ms for each speaker that must change its routes, as gateways on two emulated CPUs take them; more where a site announces many prefixes, until the last of them has its new route. A third party's gateway is expected to behave as its sheet says. "None" means that no packet passes there, or that the kernel goes on forwarding. "0 to" means that the path may recover before a gateway notices.`;
  return ["## Single failures", intro, ...analyses.flatMap(section)];
}

function section(analysis: Analysis): string[] {
  const rows = analysis.impacts.map((impact) => [
    describeFailure(impact.failure),
    impact.survives ? "yes" : "no",
    impact.survives ? describeInterval(impact.outage) : "until it is back",
    noticed(impact),
    ways(impact),
  ]);
  return [
    ...sitesHead(analysis),
    table(["failure", "survived", "outage", "noticed by", "way before → after"], rows),
  ];
}

/** For every two sites that ask for it, which failures they do not survive two at a time. */
export function failurePairSections(analyses: readonly Analysis[]): string[] {
  const asked = analyses.flatMap((one) => (one.pairs ? pairSection(one, one.pairs) : []));
  if (asked.length === 0) return [];
  const intro =
    "Of failures that are survived alone, two at once. Routing takes a loss in one direction for the whole link's, and dead routing daemons for their gateway.";
  return ["## Pairs of failures", intro, ...asked];
}

function pairSection(analysis: Analysis, { survived, fatal }: DoubleFailures): string[] {
  const total = survived + fatal.length;
  const others = new Map<string, string[]>();
  for (const [first, second] of fatal) {
    const known = others.get(describeFailure(first)) ?? [];
    others.set(describeFailure(first), [...known, describeFailure(second)]);
  }
  if (fatal.length === 0) return [...sitesHead(analysis), `All ${total} pairs are survived.`];
  const rows = [...others].map(([first, seconds]) => [first, seconds.join("; ")]);
  return [
    ...sitesHead(analysis),
    `${survived} of ${total} pairs are survived; these are not:`,
    table(["failure", "together with"], rows),
  ];
}

function sitesHead({ left, right, alike }: Analysis): string[] {
  const also = alike.map((one) => title(one.left, one.right)).join(", ");
  const head = `### ${title(left, right)}`;
  return also === "" ? [head] : [head, `The same holds for ${also}.`];
}

function title(left: SitePlan, right: SitePlan): string {
  return `${left.path} and ${right.path}`;
}

function noticed(impact: Impact): string {
  const flow = worstFlow(impact);
  if (!flow) return "–";
  const { at, detection } = flow.noticed!;
  return `${detection.by} at ${at}: ${detection.arithmetic}`;
}

function ways(impact: Impact): string {
  const flow = worstFlow(impact) ?? impact.flows[0];
  if (!flow) return "–";
  const text = (paths: readonly string[][]) =>
    paths.map((path) => path.slice(1).join(" → ")).join(" or ") || "none";
  const [before, after] = [text(flow.before), text(flow.after)];
  return before === after ? before : `${before}; then ${after}`;
}
