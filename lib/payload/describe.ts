import { SitesReport } from "../analysis/report";
import { NetworkPlan } from "../plan/types";

/**
 * plan.json: the plan without any secret, and without the other sides, which have sheets; and what
 * failures do to it where anybody can tell.
 */
export function describePlan(
  { peers: _, ...ours }: NetworkPlan,
  reports: readonly SitesReport[],
): string {
  const failures = reports.length > 0 ? reports : undefined;
  return `${JSON.stringify({ ...ours, failures }, hideSecrets, 2)}\n`;
}

function hideSecrets(key: string, value: unknown): unknown {
  const secret = value as { kind?: string } | null;
  return key === "secret" && secret?.kind === "unsafe-literal" ? { kind: secret.kind } : value;
}
