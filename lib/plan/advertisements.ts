import { GatewayIntent, InsideIntent } from "../model/gateway";
import { familyOf } from "../model/ip";
import { Site, segmentPrefixes, Topology } from "./topology";
import { AdvertisementPlan } from "./types";

/**
 * The shortest interval that RFC 4861 allows (6.2.1). What is advertised lives three times as long,
 * so hosts leave a gateway of a pair that is gone after 12 s at the latest, about the hold time of BGP.
 */
const PAIR_INTERVAL_SECONDS = 4;

/** What a gateway advertises on one of its segments, if anything. */
export function planAdvertisement(
  inside: InsideIntent,
  gateway: GatewayIntent,
  site: Site,
  topology: Topology,
  remoteNetworks: readonly string[],
): AdvertisementPlan | undefined {
  const wanted = inside.routerAdvertisements;
  if (!wanted) return undefined;
  return {
    prefixes: segmentPrefixes(inside).filter((prefix) => familyOf(prefix) === 6),
    autonomousAddresses: wanted.autonomousAddresses ?? true,
    defaultRouter: wanted.defaultRouter ?? false,
    routes: wanted.routes ?? remoteNetworks.filter((prefix) => familyOf(prefix) === 6),
    preferred: isPreferred(gateway, site, topology),
    maxIntervalSeconds:
      wanted.maxIntervalSeconds ?? (site.pair ? PAIR_INTERVAL_SECONDS : undefined),
  };
}

/** Before its partner, by rank, or since one of the two is drained. */
function isPreferred(
  gateway: GatewayIntent,
  { pair, gateways }: Site,
  topology: Topology,
): boolean {
  if (gateway.drained || !pair) return false;
  const partnerDrained = gateways.some((one) => !one.foreign && one.drained);
  const first = pair.mode === "active-standby" && topology.role(gateway.path) === "primary";
  return partnerDrained || first;
}
