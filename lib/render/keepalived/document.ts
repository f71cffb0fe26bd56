import { GatewayPlan, VrrpPlan } from "../../plan/types";

/** keepalived.conf(5) as data, of its virtual routers only. */
export interface KeepalivedDocument {
  readonly path: string;
  readonly instances: readonly Instance[];
}

/** One virtual router of one family. */
export interface Instance {
  readonly name: string;
  readonly device: string;
  readonly virtualRouterId: number;
  readonly priority: number;
  readonly advertisementIntervalMs: number;
  readonly preemptDelaySeconds: number;
  readonly source: string;
  readonly peer: string;
  readonly addresses: readonly string[];
}

/** Nothing where hosts find the gateway otherwise. */
export function keepalivedDocument({ path, vrrp }: GatewayPlan): KeepalivedDocument | undefined {
  return vrrp && { path, instances: instancesOf(vrrp) };
}

function instancesOf({ families, ...shared }: VrrpPlan): Instance[] {
  return families.map(({ family, address, partnerAddress, virtualAddresses }) => ({
    ...shared,
    name: `inside-ipv${family}`,
    source: address,
    peer: partnerAddress,
    addresses:
      family === 6 ? [linkLocal(shared.virtualRouterId), ...virtualAddresses] : virtualAddresses,
  }));
}

/** Goes first (RFC 9568, 5.2.9), for hosts whose router is link-local: that of the virtual router's own MAC address (7.3). */
function linkLocal(virtualRouterId: number): string {
  return `fe80::200:5eff:fe00:${(0x200 + virtualRouterId).toString(16)}`;
}
