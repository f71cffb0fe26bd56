import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the checks read of plan.json; the library owns the rest. */
export interface Plan {
  gateways: GatewayPlan[];
  tunnels: { path: string; left: string; right: string; layers: { protocol: string }[] }[];
}

export interface GatewayPlan {
  path: string;
  name: string;
  inside: { device: string; addresses: string[]; vxlan?: { vni: number } }[];
  underlay: { localAddress: string };
  pairLink?: { device: string; partner: string; shared: boolean };
  tunnels: TunnelEnd[];
  bgp?: object;
}

export interface TunnelEnd {
  path: string;
  peer: string;
  ipsec: { kind: string; device: string; mtu: number; localAddress: string; remoteAddress: string };
  gre?: { device: string; mtu: number; local: string; remote: string; key?: number };
  device: string;
  mtu: number;
}

export async function readPlan(stack: string): Promise<Plan> {
  return JSON.parse(await readFile(join(stack, "plan.json"), "utf8")) as Plan;
}

export function planOf(plan: Plan, gateway: string): GatewayPlan {
  const found = plan.gateways.find(({ name }) => name === gateway);
  if (!found) throw new Error(`plan.json knows no gateway ${gateway}`);
  return found;
}

/** The gateways on whose inside segment a host's address lies: same family, same first groups. */
export function gatewaysOf(plan: Plan, host: string): GatewayPlan[] {
  const segment = (text: string) =>
    text.includes(":") ? text.split("::")[0] : text.split(".").slice(0, 3).join(".");
  return plan.gateways.filter(({ inside }) =>
    inside.some(({ addresses }) =>
      addresses.some(
        (one) => one.includes(":") === host.includes(":") && segment(one) === segment(host),
      ),
    ),
  );
}
