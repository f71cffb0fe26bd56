import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { digest } from "../cache";
import { neighbors } from "../topology/fabric";
import type { Failure } from "../topology/fault";
import type { LabFile } from "../topology/schema";

const interval = z.object({ minMs: z.number(), maxMs: z.number() });

const sites = z.object({ left: z.string(), right: z.string() });

/** What synthesis says of every single failure of two sites, as far as the lab compares it. */
const failures = sites.extend({
  /** The same holds for these, whose gateways are to be read by their position. */
  alike: z.array(sites).default([]),
  single: z.array(
    z.object({
      kind: z.string(),
      at: z.array(z.string()),
      /** Seen from the first of `at`; with none from the left site. */
      direction: z.enum(["in", "out"]).optional(),
      flows: z.array(
        z.object({
          from: z.string(),
          to: z.string(),
          /** none: until the failure has been healed */
          outage: interval.optional(),
        }),
      ),
    }),
  ),
});

const site = z.object({
  path: z.string(),
  gateways: z.array(z.string()),
  convergenceBudgetMs: z.number().optional(),
});

const plan = z.object({
  sites: z.array(site).default([]),
  failures: z.array(failures).default([]),
});

/** What a network promises of failures. */
export interface Promised {
  /** digest of what is planned, without what is predicted of it: another network's figures do not go with it */
  plan: string;
  /** what an outage may last */
  budgetMs: number;
  sites: z.output<typeof site>[];
  failures: z.output<typeof failures>[];
  /** the site each host is at, by its path */
  hosts: Record<string, string>;
}

type Pair = z.output<typeof sites>;
type Walked = Promised["failures"][number]["single"][number];

/** How long one direction of traffic is out, in milliseconds; Infinity: until the failure is over. */
export type Prediction = z.output<typeof interval>;

const UNTIL_HEALED: Prediction = { minMs: Infinity, maxMs: Infinity };

/** What the first of the briefs asks for, where no site says what it promises. */
const BUDGET_MS = 500;

export async function readPromised(stack: string, lab: LabFile): Promise<Promised> {
  const text = await readFile(join(stack, "plan.json"), "utf8");
  const planned = JSON.parse(text) as object;
  const { sites, failures } = plan.parse(planned);
  const budgets = sites.flatMap(({ convergenceBudgetMs }) => convergenceBudgetMs ?? []);
  const hosts = Object.keys(lab.hosts).flatMap((host) => {
    const near = neighbors(lab, host);
    const at = sites.find(({ gateways }) => gateways.some((one) => near.includes(one)));
    return at ? [[host, at.path]] : [];
  });
  return {
    plan: digest(JSON.stringify({ ...planned, version: undefined, failures: undefined })),
    budgetMs: budgets.length > 0 ? Math.min(...budgets) : BUDGET_MS,
    sites,
    failures,
    hosts: Object.fromEntries(hosts),
  };
}

/** What a failure does to the traffic from one host to another, if synthesis walked such a failure. */
export function predict(
  promised: Promised,
  failure: Failure,
  from: string,
  to: string,
): Prediction | undefined {
  const [source, target] = [promised.hosts[from], promised.hosts[to]];
  for (const walked of promised.failures)
    for (const pair of [walked, ...walked.alike]) {
      if (!sameMembers([pair.left, pair.right], [source, target])) continue;
      const named = asWalked(promised, pair, walked);
      const found = walked.single.find((one) => isSame(promised, walked.left, one, failure, named));
      const flow = found?.flows.find(
        (one) => one.from === named(source) && one.to === named(target),
      );
      // A flow that a failure does not name loses nothing.
      if (found && !flow) return { minMs: 0, maxMs: 0 };
      return found && (flow!.outage ?? UNTIL_HEALED);
    }
  return undefined;
}

/** A name of the pair's in the other's terms; undefined if the pair has none of that name. */
type Named = (name: string) => string | undefined;

/** Sites and gateways of a pair by the names of the pair that was walked in its place. */
function asWalked({ sites }: Promised, pair: Pair, walked: Pair): Named {
  const gateways = (path: string) => sites.find((one) => one.path === path)?.gateways ?? [];
  const all = ({ left, right }: Pair) => [left, ...gateways(left), right, ...gateways(right)];
  const own = all(pair);
  const theirs = all(walked);
  return (name) => theirs[own.indexOf(name)];
}

function isSame(
  { sites }: Promised,
  left: string,
  walked: Walked,
  { kind, at, direction, seenFrom }: Failure,
  named: Named,
): boolean {
  if (walked.kind !== kind || !sameMembers(walked.at, at.map(named))) return false;
  const leftGateways = sites.find(({ path }) => path === left)?.gateways ?? [];
  const viewpoint = walked.at.length > 0 ? walked.at.slice(0, 1) : leftGateways;
  const opposite = { in: "out", out: "in" } as const;
  const turned = direction && !viewpoint.some((one) => one === named(seenFrom));
  return walked.direction === (turned ? opposite[direction] : direction);
}

function sameMembers(some: string[], others: (string | undefined)[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
