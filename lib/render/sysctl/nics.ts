import { GatewayPlan } from "../../plan/types";

/** What systemd.network(5) takes for one name, and for no pattern. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/**
 * NICs whose addresses are ours. A networkd that has a file for one of them takes the addresses away
 * whenever it configures it anew, as `netplan apply` and `networkctl reconfigure` do.
 */
export function ownedNics({ inside, pairLink }: GatewayPlan): string {
  const devices = [
    ...inside.flatMap(({ device, vxlan }) =>
      vxlan && vxlan.underlayAddresses.length > 0 ? [vxlan.underlay, device] : [device],
    ),
    ...(pairLink && !pairLink.shared ? [pairLink.device] : []),
  ];
  const bad = devices.find((device) => !DEVICE.test(device));
  if (bad !== undefined) throw new RangeError(`not a device name: ${JSON.stringify(bad)}`);
  return [...new Set(devices)].sort().join(" ");
}
