import { SitePlan } from "../plan/types";
import { Analysis } from "./analyse";
import { Direction, FailureKind } from "./failures";
import { Flow, Impact } from "./impact";
import { Interval } from "./interval";
import { DoubleFailures } from "./pairs";
import { isStandIn } from "./foreign";
import { insideOf } from "./routes";

/** What plan.json says about failures between two sites, for programs: of sites by their paths. */
export interface SitesReport {
  readonly left: string;
  readonly right: string;
  /** The same holds for these; their gateways are known by their place in `sites[].gateways`. */
  readonly alike?: readonly { readonly left: string; readonly right: string }[];
  readonly single: readonly FailureReport[];
  /** On request: two at a time of those that are survived alone. */
  readonly pairs?: {
    readonly survived: number;
    readonly fatal: readonly (readonly FailureName[])[];
  };
}

interface FailureName {
  readonly kind: FailureKind;
  readonly at: readonly string[];
}

export interface FailureReport extends FailureName {
  readonly direction?: Direction;
  readonly survives: boolean;
  /** Those that it concerns; others keep their way. */
  readonly flows: readonly FlowReport[];
}

/** One direction of traffic, to one prefix of each family. */
export interface FlowReport {
  readonly from: string;
  readonly to: string;
  /** None where the site declares none. */
  readonly prefixes: readonly string[];
  /** Names of the gateways that packets pass, one list for each equal path. */
  readonly before: readonly string[][];
  readonly after: readonly string[][];
  readonly noticed?: Milliseconds & {
    readonly at: string;
    readonly by: string;
    readonly arithmetic: string;
  };
  readonly repairs?: number;
  /** Milliseconds of these for many prefixes; not there where they are few. */
  readonly bulkMs?: number;
  /** Not there where traffic is out until the failure is healed. */
  readonly outage?: Milliseconds;
}

interface Milliseconds {
  readonly minMs: number;
  readonly maxMs: number;
}

export function reportFailures(analyses: readonly Analysis[]): SitesReport[] {
  return analyses.map(({ left, right, alike, impacts, pairs }) => ({
    left: left.path,
    right: right.path,
    ...(alike.length > 0 && {
      alike: alike.map((one) => ({ left: one.left.path, right: one.right.path })),
    }),
    single: impacts.map((impact) => reportFailure(impact, left, right)),
    ...(pairs && { pairs: reportPairs(pairs) }),
  }));
}

function reportPairs({ survived, fatal }: DoubleFailures) {
  return { survived, fatal: fatal.map((pair) => pair.map(({ kind, at }) => ({ kind, at }))) };
}

function reportFailure({ failure, survives, flows }: Impact, left: SitePlan, right: SitePlan) {
  const { kind, at, direction } = failure;
  const concerned = flows.filter(isConcerned).map((flow) => reportFlow(flow, left, right));
  return { kind, at, direction, survives, flows: merged(concerned) };
}

function isConcerned({ noticed, before, after }: Flow): boolean {
  return noticed !== undefined || JSON.stringify(before) !== JSON.stringify(after);
}

function reportFlow(flow: Flow, left: SitePlan, right: SitePlan): FlowReport {
  const [from, to] = flow.from === insideOf(left.asn) ? [left, right] : [right, left];
  const { noticed, before, after, repairs, bulk, outage } = flow;
  const bulkMs = bulk.reduce((sum, { ms }) => sum + ms, 0);
  return {
    from: from.path,
    to: to.path,
    prefixes: isStandIn(flow.prefix) ? [] : [flow.prefix],
    before: withoutInside(before),
    after: withoutInside(after),
    ...(noticed && {
      noticed: {
        at: noticed.at,
        by: noticed.detection.by,
        ...milliseconds(noticed.detection.time),
        arithmetic: noticed.detection.arithmetic,
      },
      repairs,
      ...(bulkMs > 0 && { bulkMs }),
    }),
    ...(after.length > 0 && { outage: milliseconds(outage) }),
  };
}

function withoutInside(paths: readonly string[][]): string[][] {
  return paths.map((path) => path.slice(1));
}

function milliseconds({ min, max }: Interval): Milliseconds {
  return { minMs: min, maxMs: max };
}

/** Both families mostly fare alike. */
function merged(flows: readonly FlowReport[]): FlowReport[] {
  const found = new Map<string, FlowReport>();
  for (const flow of flows) {
    const key = JSON.stringify({ ...flow, prefixes: [] });
    const known = found.get(key)?.prefixes ?? [];
    found.set(key, { ...flow, prefixes: [...known, ...flow.prefixes] });
  }
  return [...found.values()];
}
