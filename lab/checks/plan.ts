import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What the checks read of plan.json; the library owns the rest. */
export interface Plan {
  gateways: GatewayPlan[];
  tunnels: VpnPlan[];
  policyVpns?: VpnPlan[];
}

export interface VpnPlan {
  path: string;
  left: string;
  right: string;
  layers: { protocol: string }[];
}

export interface GatewayPlan {
  path: string;
  name: string;
  uplinks: { family: 4 | 6 }[];
  managementFrom: string[];
  managementPort: number;
  inside: { device: string; addresses: string[]; vxlan?: { vni: number } }[];
  vrf?: { device: string };
  namespace?: { name: string };
  pairLink?: { device: string; partner: string; shared: boolean };
  tunnels: TunnelEnd[];
  policyVpns?: VpnEnd[];
  bgp?: object;
  pic?: { remoteSites: { device: string }[] };
  bfdProfiles: { name: string }[];
  /** Services that the app lets others reach. */
  additions?: { allow?: { protocol: string; ports: number[]; sources: string[] }[] };
}

/** The end of a VPN of either kind. */
export interface VpnEnd {
  path: string;
  peer: string;
  /** Somebody else's gateway. */
  foreignPeer: boolean;
  ipsec: { localAddress?: string; remoteAddress?: string };
  device: string;
  mtu: number;
}

export interface TunnelEnd extends VpnEnd {
  ipsec: VpnEnd["ipsec"] & { kind: string; device: string; mtu: number };
  gre?: { device: string; mtu: number; local: string; remote: string; key?: number };
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

export function vpnEnds({ tunnels, policyVpns = [] }: GatewayPlan): VpnEnd[] {
  return [...tunnels, ...policyVpns];
}

/** The end of this gateway's VPN with a peer. */
export function endWith(gateway: GatewayPlan, peer: string): VpnEnd {
  const found = vpnEnds(gateway).find((end) => end.peer === peer);
  if (!found) throw new Error(`plan.json knows no VPN of ${gateway.name} with ${peer}`);
  return found;
}

/** Whether a VPN's packets have this layer. */
export function hasLayer({ tunnels, policyVpns = [] }: Plan, path: string, layer: string): boolean {
  const vpn = [...tunnels, ...policyVpns].find((one) => one.path === path);
  return vpn !== undefined && vpn.layers.some(({ protocol }) => protocol === layer);
}
