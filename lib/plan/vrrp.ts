import { GatewayIntent } from "../model/gateway";
import { InsideVrrpIntent } from "../model/inside-routing";
import { familyOf, formatIp, ip } from "../model/ip";
import { onLinkWith, Site, Topology } from "./topology";
import { VrrpPlan } from "./types";

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
export const MISSED = 3;

/** The gateway's part of the virtual router of its site, if it has one. */
export function planVrrp(
  gateway: GatewayIntent,
  { insideRouting, gateways }: Site,
  topology: Topology,
): VrrpPlan | undefined {
  const partner = gateways.find((one) => one !== gateway);
  if (insideRouting?.kind !== "vrrp" || !partner || partner.foreign) return undefined;
  const virtualAddresses = insideRouting.addresses.map((address) => formatIp(ip(address)));
  const first = virtualAddresses.find((address) => familyOf(address) === 4) ?? virtualAddresses[0]!;
  const onSegment = ({ inside }: GatewayIntent) => onLinkWith(first, inside[0]!.addresses)!;
  return {
    device: gateway.inside[0]!.device,
    virtualRouterId: insideRouting.virtualRouterId,
    priority: priorityOf(gateway, topology),
    advertisementIntervalMs: vrrpInterval(insideRouting),
    startupDelayMs: insideRouting.segmentConvergenceMs,
    preemptDelaySeconds: insideRouting.preemptDelaySeconds ?? DEFAULT_PREEMPT_DELAY_SECONDS,
    address: onSegment(gateway),
    partnerAddress: onSegment(partner),
    virtualAddresses,
  };
}

export function vrrpInterval({ advertisementIntervalMs }: InsideVrrpIntent): number {
  return advertisementIntervalMs ?? DEFAULT_INTERVAL_MS;
}

function priorityOf({ path, drained }: GatewayIntent, topology: Topology): number {
  if (drained) return DRAINED_PRIORITY;
  return topology.role(path) === "primary" ? PRIORITY.primary : PRIORITY.secondary;
}

/** How much longer than for those one of this priority waits (RFC 9568, 6.1), in milliseconds. */
export function skewMs({
  advertisementIntervalMs,
  priority,
}: Pick<VrrpPlan, "advertisementIntervalMs" | "priority">): number {
  return Math.ceil(((256 - priority) * advertisementIntervalMs) / 256);
}

/**
 * How long a segment may carry nothing without the partner taking over. The last advertisement came up to
 * one interval before, and the first one that arrives again is the third.
 */
export function bearsMs(intervalMs: number): number {
  return (MISSED - 1) * intervalMs;
}
