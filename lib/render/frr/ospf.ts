import { FAMILIES, Family, familyOf } from "../../model/ip";
import { OspfPlan } from "../../plan/types";
import { insideIn, ospfOut } from "./policy";
import { keyText } from "./key";
import { KeyChain, OspfRouter, RouteMap } from "./tree";

/** What ospfd and ospf6d do when nothing is said: written, it would not be shown again. */
const DEFAULT = { helloIntervalSeconds: 10, deadIntervalSeconds: 40 };

/** Families of the inside segments: ospfd speaks for IPv4, ospf6d for IPv6. */
export function ospfFamilies({ segments }: OspfPlan): Family[] {
  return FAMILIES.filter((family) => devices(segments, family).length > 0);
}

function devices(segments: OspfPlan["segments"], family: Family): string[] {
  return segments
    .filter(({ prefixes }) => prefixes.some((prefix) => familyOf(prefix) === family))
    .map(({ device }) => device);
}

export function ospfMaps(ospf: OspfPlan): RouteMap[] {
  return [ospfOut(ospf), ...ospfFamilies(ospf).map((family) => insideIn(family, {}))];
}

const KEY_CHAIN = "inside";

/** MD5 has a key of the interface. */
export function ospfKeyChains(ospf: OspfPlan): KeyChain[] {
  const { key } = ospf;
  const chained = ospfFamilies(ospf).some((family) => !(key?.md5 && family === 4));
  return key && chained ? [{ name: KEY_CHAIN, key: keyText(key.secret) }] : [];
}

export function ospfRouters(ospf: OspfPlan, vrf?: string): OspfRouter[] {
  const { routerId, area, bfdProfile, key, externalMetric: metric } = ospf;
  const unlessDefault = (key: keyof typeof DEFAULT) =>
    ospf[key] === DEFAULT[key] ? {} : { [key]: ospf[key] };
  return ospfFamilies(ospf).map((family) => ({
    family,
    vrf,
    routerId,
    area,
    devices: devices(ospf.segments, family),
    bfdProfile,
    ...(key && {
      authentication:
        key.md5 && family === 4 ? { md5: keyText(key.secret) } : { keyChain: KEY_CHAIN },
    }),
    ...unlessDefault("helloIntervalSeconds"),
    ...unlessDefault("deadIntervalSeconds"),
    redistribute: { routeMap: ospfOut(ospf).name, metric },
    routeMapIn: insideIn(family, {}).name,
  }));
}
