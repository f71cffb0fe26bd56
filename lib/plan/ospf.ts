import { InsideIntent } from "../model/gateway";
import { InsideOspfIntent } from "../model/inside-routing";
import { familyOf } from "../model/ip";
import { DRAINED_METRIC, externalMetric } from "./preference";
import { bfdName, routerIdOf, siteLiveness } from "./sessions";
import { SessionContext } from "./session-context";
import { segmentPrefixes } from "./topology";
import { BgpPlan, OspfPlan, OspfSegment } from "./types";

/** RFC 2328, C.3. */
const DEFAULT_HELLO_SECONDS = 10;
const HELLOS_UNTIL_DEAD = 4;

/** The gateway's OSPF, which announces to the inside what its BGP has learned. */
export function planOspf(context: SessionContext, bgp: BgpPlan | undefined): OspfPlan | undefined {
  const { gateway, site, topology } = context;
  if (site.insideRouting?.kind !== "ospf" || !bgp) return undefined;
  const { area, bfd, secret, md5 = false } = site.insideRouting;
  return {
    routerId: bgp.routerId,
    area,
    segments: gateway.inside.map((segment) => ospfSegment(segment, context)),
    ...ospfTimers(site.insideRouting),
    bfdProfile: bfd === undefined ? siteLiveness(context).bfdProfile : bfdName(bfd, topology),
    key: secret && { secret, md5 },
    outsideTag: bgp.asn,
    externalMetric: gateway.drained
      ? DRAINED_METRIC
      : externalMetric({ role: topology.role(gateway.path), pair: site.pair }),
  };
}

function ospfSegment(segment: InsideIntent, { gateway, site }: SessionContext): OspfSegment {
  const prefixes = segmentPrefixes(segment);
  const others = site.gateways.flatMap((one) => (one.foreign || one === gateway ? [] : [one]));
  return {
    device: segment.device,
    prefixes,
    neighbors: others.flatMap((other) => {
      const theirs = other.inside.flatMap(segmentPrefixes);
      const shared = prefixes.filter((prefix) => theirs.includes(prefix));
      const families = [...new Set(shared.map(familyOf))];
      return families.map((family) => ({ family, routerId: routerIdOf(other) }));
    }),
  };
}

export function ospfTimers({ helloIntervalSeconds, deadIntervalSeconds }: InsideOspfIntent) {
  const hello = helloIntervalSeconds ?? DEFAULT_HELLO_SECONDS;
  return {
    helloIntervalSeconds: hello,
    deadIntervalSeconds: deadIntervalSeconds ?? HELLOS_UNTIL_DEAD * hello,
  };
}
