import { SitesReport } from "../analysis/report";
import { NetworkPlan } from "../plan/types";

/** Of what plan.json looks like; counted up when a program that read it would read it wrong. */
export const PLAN_VERSION = 1;

/**
 * plan.json: the plan without any secret, and without the other sides, which have sheets; and what
 * failures do to it where that is known.
 */
export function describePlan(
  { peers: _, ...ours }: NetworkPlan,
  reports: readonly SitesReport[],
): string {
  const failures = reports.length > 0 ? reports : undefined;
  return `${JSON.stringify({ version: PLAN_VERSION, ...ours, failures }, hideSecrets)}\n`;
}

function hideSecrets(key: string, value: unknown): unknown {
  const secret = value as { kind?: string } | null;
  return key === "secret" && secret?.kind === "unsafe-literal" ? { kind: secret.kind } : value;
}
