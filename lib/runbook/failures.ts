import { Analysis } from "../analysis/analyse";
import { describeFailure, describeInterval, worstFlow } from "../analysis/describe";
import { Impact, REPAIR } from "../analysis/impact";
import { SitePlan } from "../plan/types";
import { table } from "./markdown";

/** For every two joined sites, what each single failure does. */
export function failureSections(analyses: readonly Analysis[]): string[] {
  if (analyses.length === 0) return [];
  const intro = `Predicted: the time until the failure is noticed, and ${REPAIR.min} to ${REPAIR.max} ms for each speaker that must change its routes. "None" means that no packet passes there, or that the kernel goes on forwarding.`;
  return ["## Single failures", intro, ...analyses.flatMap(section)];
}

function section({ left, right, impacts, alike }: Analysis): string[] {
  const also = alike.map((one) => title(one.left, one.right)).join(", ");
  const rows = impacts.map((impact) => [
    describeFailure(impact.failure),
    impact.survives ? "yes" : "no",
    impact.survives ? describeInterval(impact.outage) : "until it is back",
    noticed(impact),
    ways(impact),
  ]);
  return [
    `### ${title(left, right)}`,
    ...(also === "" ? [] : [`The same holds for ${also}.`]),
    table(["failure", "survived", "outage", "noticed by", "way before → after"], rows),
  ];
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
