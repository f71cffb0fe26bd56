import { GatewayPlan, PolicyEnd, TunnelEnd } from "./types";

/** The ends of every VPN of a gateway, whatever its kind. */
export function vpnEnds({ tunnels, policyVpns = [] }: GatewayPlan): (TunnelEnd | PolicyEnd)[] {
  return [...tunnels, ...policyVpns];
}
