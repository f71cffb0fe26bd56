import { SitesReport } from "../analysis/report";
import { NetworkPlan } from "../plan/types";

/** The part of a plan that concerns some gateways, by their paths: what one stack carries. */
export function partOf(plan: NetworkPlan, paths: ReadonlySet<string>): NetworkPlan {
  const gateways = plan.gateways.filter(({ path }) => paths.has(path));
  const ours = ({ left, right }: { left: string; right: string }) =>
    paths.has(left) || paths.has(right);
  const names = new Set(gateways.map(({ name }) => name));
  return {
    gateways,
    tunnels: plan.tunnels.filter(ours),
    policyVpns: plan.policyVpns?.filter(ours),
    peers: plan.peers.filter(({ links, policyLinks }) =>
      [...links, ...policyLinks].some(({ gateway }) => paths.has(gateway.path)),
    ),
    sites: plan.sites.filter((site) => site.gateways.some((name) => names.has(name))),
  };
}

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
