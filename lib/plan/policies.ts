import { GatewayIntent } from "../model/gateway";
import { addressOf, cidr, contains, familyOf, ip } from "../model/ip";
import { PolicyVpnIntent } from "../model/vpn";
import { allocateDevice } from "./allocate";
import { layers, smallestStack } from "./esp";
import { espTunnelMtu, sizes } from "./mtu";
import { networksOf, Topology } from "./topology";
import { PolicyEnd, PolicyVpnPlan } from "./types";
import { opposite, Side, vpnEnd } from "./vpn-end";

/** A policy-based VPN with both its ends. */
export interface PlannedPolicyVpn {
  readonly plan: PolicyVpnPlan;
  readonly left: PolicyEnd;
  readonly right: PolicyEnd;
}

/** What takes an interface, or addresses at both ends of one. */
const CANNOT_CARRY = ["BGP", "BFD", "OSPF", "GRE", "failover by routing"];

export function planPolicyVpn(vpn: PolicyVpnIntent, topology: Topology): PlannedPolicyVpn {
  const ends = { left: topology.gateway(vpn.left)!, right: topology.gateway(vpn.right)! };
  const stack = smallestStack(vpn, ends);
  const shared = sizes(espTunnelMtu(stack));
  const selectors = selectorsOf(vpn, topology);
  const end = (side: Side): PolicyEnd => {
    const own = ends[side];
    const far = opposite(side);
    return {
      ...vpnEnd(vpn, ends, side),
      localSelectors: selectors[side],
      remoteSelectors: selectors[far],
      transit: vpn.transit,
      device:
        (side === "left" ? vpn.leftDevice : vpn.rightDevice) ??
        allocateDevice("ipsec", ends[far].name, vpn.path),
      source4: own.foreign ? undefined : sourceWithin(selectors[side], own),
      ...shared,
    };
  };
  return {
    plan: {
      path: vpn.path,
      left: vpn.left,
      right: vpn.right,
      leftSelectors: selectors.left,
      rightSelectors: selectors.right,
      layers: layers(stack),
      ...shared,
      cannotCarry: CANNOT_CARRY,
    },
    left: end("left"),
    right: end("right"),
  };
}

/** Those of one gateway. */
export function policyEnds(
  gateway: string,
  topology: Topology,
  planned: ReadonlyMap<string, PlannedPolicyVpn>,
): PolicyEnd[] {
  return topology
    .policyVpns(gateway)
    .map(({ path, left }) => planned.get(path)![left === gateway ? "left" : "right"]);
}

function sourceWithin(selectors: readonly string[], { inside }: GatewayIntent): string | undefined {
  return inside
    .flatMap(({ addresses }) => addresses.map(addressOf))
    .filter((address) => familyOf(address) === 4)
    .find((address) => selectors.some((prefix) => contains(cidr(prefix), ip(address))));
}

/** What the ends protect: as declared, else all that lies behind them. */
export function selectorsOf(
  vpn: PolicyVpnIntent,
  topology: Topology,
): Record<Side, readonly string[]> {
  return {
    left: vpn.leftSelectors ?? networksOf(topology.gateway(vpn.left)!),
    right: vpn.rightSelectors ?? networksOf(topology.gateway(vpn.right)!),
  };
}

/** Selectors of one family meet only those of the same. */
export function hasFamily(selectors: readonly string[], family: 4 | 6): boolean {
  return selectors.some((prefix) => familyOf(prefix) === family);
}
