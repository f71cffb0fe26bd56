import { GatewayIntent } from "../model/gateway";
import { BreakoutPlan, GatewayPlan, VrfPlan } from "./types";

/** The private side's routing table; the same on every gateway, as no two of them share a kernel. */
export const PRIVATE_VRF: VrfPlan = { device: "private", table: 1000 };

/** What an isolated gateway has beside the others; nothing on one that is not. */
export function planIsolation(gateway: GatewayIntent): Pick<GatewayPlan, "vrf" | "breakout"> {
  if (!isIsolated(gateway)) return {};
  const breakout = gateway.localBreakout && planBreakout(gateway);
  return { vrf: PRIVATE_VRF, ...(breakout && { breakout }) };
}

export function isIsolated(gateway: GatewayIntent): boolean {
  return gateway.isolation === "vrf";
}

function planBreakout({ localBreakout, underlayDevice }: GatewayIntent): BreakoutPlan {
  const { prefixes, masquerade } = localBreakout!;
  return { prefixes, masquerade: masquerade ?? true, device: underlayDevice! };
}
