import { PolicyEnd, TunnelEnd, UplinkPlan, VpnsSlice } from "./types";

/** The ends of every VPN of a gateway, whatever its kind. */
export function vpnEnds({
  tunnels,
  policyVpns = [],
}: Omit<VpnsSlice, "name">): (TunnelEnd | PolicyEnd)[] {
  return [...tunnels, ...policyVpns];
}

/** Devices that carry IKE and ESP, where the app names them. */
export function uplinkDevices(uplinks: readonly UplinkPlan[]): string[] {
  return uplinks.flatMap(({ device }) => device ?? []);
}
