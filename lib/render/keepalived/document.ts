import { familyOf } from "../../model/ip";
import { HaSlice, VrrpPlan } from "../../plan/types";

/** keepalived.conf(5) as data: one virtual router, which has the addresses of both families. */
export interface KeepalivedDocument extends Omit<VrrpPlan, "virtualAddresses"> {
  readonly path: string;
  /** Of the advertisements' own family, which say them. */
  readonly addresses: readonly string[];
  /** Of the other one, which come and go with them. */
  readonly others: readonly string[];
  /** Daemons without which the gateway has no business with the addresses. */
  readonly daemons: readonly string[];
}

/** Nothing where hosts find the gateway otherwise. */
export function keepalivedDocument({ path, vrrp, bgp }: HaSlice): KeepalivedDocument | undefined {
  if (!vrrp) return undefined;
  const { virtualAddresses, ...rest } = vrrp;
  const same = (one: string) => familyOf(one) === familyOf(vrrp.address);
  return {
    ...rest,
    path,
    addresses: [...linkLocal(vrrp), ...virtualAddresses.filter(same)],
    others: virtualAddresses.filter((one) => !same(one)),
    daemons: bgp ? ["zebra", "bgpd"] : [],
  };
}

/** Goes first where IPv6 is spoken (RFC 9568, 5.2.9): that of the virtual router's own MAC address (7.3). */
function linkLocal({ address, virtualRouterId }: VrrpPlan): string[] {
  if (familyOf(address) === 4) return [];
  return [`fe80::200:5eff:fe00:${(0x200 + virtualRouterId).toString(16)}`];
}
