import { KernelSlice } from "../../plan/types";
import { deviceName } from "../text";

/**
 * NICs whose addresses are ours. A networkd that has a file for one of them takes the addresses away
 * whenever it configures it anew, as `netplan apply` and `networkctl reconfigure` do.
 */
export function ownedNics({ inside, pairLink }: KernelSlice): string {
  const devices = [
    ...inside.flatMap(({ device, vxlan }) =>
      vxlan && vxlan.underlayAddresses.length > 0 ? [vxlan.underlay, device] : [device],
    ),
    ...(pairLink && !pairLink.shared ? [pairLink.device] : []),
  ];
  return [...new Set(devices.map(deviceName))].sort().join(" ");
}
