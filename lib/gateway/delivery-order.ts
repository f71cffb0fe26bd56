import { Annotations, TerraformStack } from "../cdktf";
import { Construct } from "constructs";
import { Gateway } from "./gateway";
import { IGateway, IMeshMember } from "./igateway";
import { Provisioning } from "./provisioning";

/**
 * Of a pair the secondary first: Terraform runs what does not depend on each other at once, and a change that restarts
 * something would do it on both.
 */
export function deliverInTurn(pair: Construct, gateways: readonly IGateway[]): void {
  const [later, first] = gateways.map(provisioningOf);
  if (!later || !first) return;
  for (const one of [later, first]) one.hasPartner();
  later.follow(() => [first]);
  if (TerraformStack.of(later) !== TerraformStack.of(first))
    Annotations.of(pair).addWarning(
      "the two gateways are in different stacks, which Terraform delivers in any order: deploy the secondary's stack first, and the primary's once `vpn-gateway status` on the secondary is well",
    );
}

/**
 * What both ends of a tunnel have to agree on is changed between all secondaries first: the old primaries carry the
 * traffic meanwhile, and the new secondaries while the primaries change.
 */
export class SecondariesFirst {
  private readonly secondaries: Provisioning[] = [];

  add({ memberGateways: [first, second] }: IMeshMember): void {
    const secondary = provisioningOf(second);
    if (secondary) this.secondaries.push(secondary);
    provisioningOf(first)?.follow(() => this.secondaries);
  }
}

function provisioningOf(gateway: IGateway | undefined): Provisioning | undefined {
  return Gateway.isGateway(gateway) ? gateway._provisioning : undefined;
}
