import { GatewayIntent } from "../model/gateway";
import { InsideVrrpIntent } from "../model/inside-routing";
import { addressOf, Family, familyOf } from "../model/ip";
import { Site, Topology } from "./topology";
import { VrrpFamily, VrrpPlan } from "./types";

/**
 * Close together and near the top, since the skew time grows with the distance from 256: with 100 ms
 * between advertisements, by 0.4 ms for each.
 */
const PRIORITY = { primary: 254, secondary: 253 } as const;

/** Of a gateway that is to be empty: below its partner's, and hardly slower if that one fails. */
const DRAINED_PRIORITY = 252;

const DEFAULT_INTERVAL_MS = 100;
const DEFAULT_PREEMPT_DELAY_SECONDS = 30;

/** Advertisements that have to be missing (RFC 9568, 6.1). */
const MISSED = 3;

/** The gateway's part of the virtual router of its site, if it has one. */
export function planVrrp(
  gateway: GatewayIntent,
  { insideRouting, gateways }: Site,
  topology: Topology,
): VrrpPlan | undefined {
  const partner = gateways.find((one) => one !== gateway);
  if (insideRouting?.kind !== "vrrp" || !partner || partner.foreign) return undefined;
  const { virtualRouterId, preemptDelaySeconds = DEFAULT_PREEMPT_DELAY_SECONDS } = insideRouting;
  return {
    device: gateway.inside[0]!.device,
    virtualRouterId,
    priority: priorityOf(gateway, topology),
    advertisementIntervalMs: vrrpInterval(insideRouting),
    preemptDelaySeconds,
    families: ([4, 6] as const).flatMap((family) =>
      familyPlan(family, gateway, partner, insideRouting),
    ),
  };
}

export function vrrpInterval({ advertisementIntervalMs }: InsideVrrpIntent): number {
  return advertisementIntervalMs ?? DEFAULT_INTERVAL_MS;
}

function priorityOf({ path, drained }: GatewayIntent, topology: Topology): number {
  if (drained) return DRAINED_PRIORITY;
  return topology.role(path) === "primary" ? PRIORITY.primary : PRIORITY.secondary;
}

function familyPlan(
  family: Family,
  gateway: GatewayIntent,
  partner: GatewayIntent,
  { addresses }: InsideVrrpIntent,
): VrrpFamily[] {
  const virtualAddresses = addresses.filter((address) => familyOf(address) === family);
  const address = firstOfSegment(gateway, family);
  const partnerAddress = firstOfSegment(partner, family);
  if (virtualAddresses.length === 0 || !address || !partnerAddress) return [];
  return [{ family, address, partnerAddress, virtualAddresses }];
}

/** By which a gateway advertises itself to its partner. */
function firstOfSegment({ inside }: GatewayIntent, family: Family): string | undefined {
  const own = inside[0]!.addresses.find((address) => familyOf(address) === family);
  return own && addressOf(own);
}

/** How long one of this priority waits after the last advertisement (RFC 9568, 6.1), in milliseconds. */
export function activeDownMs(intervalMs: number, priority: number): number {
  return MISSED * intervalMs + skewMs(intervalMs, priority);
}

function skewMs(intervalMs: number, priority: number): number {
  return Math.ceil(((256 - priority) * intervalMs) / 256);
}

/** The shortest that either gateway of a pair may come to wait. */
export function shortestActiveDownMs(intervalMs: number): number {
  return activeDownMs(intervalMs, PRIORITY.primary);
}
