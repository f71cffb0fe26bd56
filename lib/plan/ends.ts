import { GatewayPlan, PolicyEnd, TunnelEnd, UplinkPlan } from "./types";

/** The ends of every VPN of a gateway, whatever its kind. */
export function vpnEnds({ tunnels, policyVpns = [] }: GatewayPlan): (TunnelEnd | PolicyEnd)[] {
  return [...tunnels, ...policyVpns];
}

/** Devices that carry IKE and ESP, where the app names them. */
export function uplinkDevices(uplinks: readonly UplinkPlan[]): string[] {
  return uplinks.flatMap(({ device }) => device ?? []);
}
