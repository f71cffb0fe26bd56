import { Analysis } from "../analysis/analyse";
import { NetworkPlan } from "../plan/types";
import { additionSection } from "./additions";
import { failurePairSections, failureSections } from "./failures";
import { notWalkedSection } from "./not-walked";
import { gatewayTable, tunnelTable } from "./links";
import { policyTable } from "./policies";

/** runbook.md: what an operator of the gateways reads first. */
export function runbook(plan: NetworkPlan, analyses: readonly Analysis[]): string {
  const sections = [
    "# Runbook",
    "Written by synthesis, like everything beside it; plan.json holds the same for programs.",
    "## Gateways",
    gatewayTable(plan.gateways),
    ...(plan.tunnels.length > 0 ? ["## Tunnels", tunnelTable(plan)] : []),
    ...(plan.policyVpns ? ["## Policy-based VPNs", policyTable(plan.policyVpns)] : []),
    ...additionSection(plan.gateways),
    ...failureSections(analyses),
    ...failurePairSections(analyses),
    ...notWalkedSection(plan),
  ];
  return `${sections.join("\n\n")}\n`;
}
