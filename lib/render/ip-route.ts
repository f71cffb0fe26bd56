import { Cidr, formatCidr, formatIp, WIDTH } from "../model/ip";

/**
 * Worse than any route of a routing protocol. FRR takes the first byte for the administrative
 * distance, here 255: a route that it never uses or passes on.
 */
const LAST_RESORT_METRIC = 0xff000000 + 0x2000;

/** Before the last resort, behind all else. */
export const FALLBACK_METRIC = 0xff000000 + 0x1000;

/** What `ip route` calls a prefix. */
export function destination(prefix: Cidr): string {
  if (prefix.length === 0) return "default";
  return prefix.length === WIDTH[prefix.family] ? formatIp(prefix) : formatCidr(prefix);
}

/** A route for what belongs into a tunnel: without it the default route takes such packets, in clear text. */
export function lastResort(prefix: Cidr): string[] {
  // IPv6 has its blackholes on lo.
  const lo = prefix.family === 6 ? ["dev", "lo"] : [];
  return ["blackhole", destination(prefix), ...lo, "metric", String(LAST_RESORT_METRIC)];
}
