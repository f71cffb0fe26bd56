import { NetworkPlan } from "../plan/types";

/** plan.json: the part of the plan that concerns the given gateways, without any secret. */
export function describePlan(plan: NetworkPlan, gateways: ReadonlySet<string>): string {
  const part: Pick<NetworkPlan, "gateways" | "tunnels"> = {
    gateways: plan.gateways.filter(({ path }) => gateways.has(path)),
    tunnels: plan.tunnels.filter(({ left, right }) => gateways.has(left) || gateways.has(right)),
  };
  return `${JSON.stringify(part, hideSecrets, 2)}\n`;
}

function hideSecrets(key: string, value: unknown): unknown {
  const secret = value as { kind?: string } | null;
  return key === "secret" && secret?.kind === "unsafe-literal" ? { kind: secret.kind } : value;
}
