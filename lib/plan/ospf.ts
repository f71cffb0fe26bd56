import { InsideOspfIntent } from "../model/inside-routing";
import { DRAINED_METRIC, externalMetric } from "./preference";
import { bfdName, SessionContext, siteLiveness } from "./sessions";
import { segmentPrefixes } from "./topology";
import { BgpPlan, OspfPlan } from "./types";

/** RFC 2328, C.3. */
const DEFAULT_HELLO_SECONDS = 10;
const HELLOS_UNTIL_DEAD = 4;

/** The gateway's OSPF, which tells the inside what its BGP has learned. */
export function planOspf(context: SessionContext, bgp: BgpPlan | undefined): OspfPlan | undefined {
  const { gateway, site, topology } = context;
  if (site.insideRouting?.kind !== "ospf" || !bgp) return undefined;
  const { area, bfd } = site.insideRouting;
  return {
    routerId: bgp.routerId,
    area,
    segments: gateway.inside.map((segment) => ({
      device: segment.device,
      prefixes: segmentPrefixes(segment),
    })),
    ...ospfTimers(site.insideRouting),
    bfdProfile: bfd === undefined ? siteLiveness(context).bfdProfile : bfdName(bfd, topology),
    outsideTag: bgp.asn,
    externalMetric: gateway.drained
      ? DRAINED_METRIC
      : externalMetric({ role: topology.role(gateway.path), pair: site.pair }),
  };
}

export function ospfTimers({ helloIntervalSeconds, deadIntervalSeconds }: InsideOspfIntent) {
  const hello = helloIntervalSeconds ?? DEFAULT_HELLO_SECONDS;
  return {
    helloIntervalSeconds: hello,
    deadIntervalSeconds: deadIntervalSeconds ?? HELLOS_UNTIL_DEAD * hello,
  };
}
