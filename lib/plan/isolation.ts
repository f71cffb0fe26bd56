import { GatewayIntent } from "../model/gateway";
import { BreakoutPlan, GatewayPlan, NamespacePlan, VrfPlan } from "./types";

/** The inside's routing table; the same on every gateway, as no two of them share a kernel. */
export const PRIVATE_VRF: VrfPlan = { device: "private", table: 1000 };

/** The namespace that IKE and ESP stay in is the machine's own: it has a name for `ip -n` alone. */
export const PRIVATE_NAMESPACE: NamespacePlan = { name: "private", publicName: "public" };

type Isolated = Pick<GatewayPlan, "vrf" | "namespace" | "breakout">;

/** What an isolated gateway has beside the others; nothing on one that is not. */
export function planIsolation(gateway: GatewayIntent): Isolated {
  if (inNamespace(gateway)) return { namespace: PRIVATE_NAMESPACE };
  if (!inVrf(gateway)) return {};
  const breakout = gateway.localBreakout && planBreakout(gateway);
  return { vrf: PRIVATE_VRF, ...(breakout && { breakout }) };
}

/** The inside has a routing table of its own. */
export function isIsolated(gateway: GatewayIntent): boolean {
  return inVrf(gateway) || inNamespace(gateway);
}

export function inVrf({ isolation }: GatewayIntent): boolean {
  return isolation === "vrf";
}

export function inNamespace({ isolation }: GatewayIntent): boolean {
  return isolation === "network-namespace";
}

function planBreakout({ localBreakout, underlayDevice }: GatewayIntent): BreakoutPlan {
  const { prefixes, masquerade } = localBreakout!;
  return { prefixes, masquerade: masquerade ?? true, device: underlayDevice! };
}
