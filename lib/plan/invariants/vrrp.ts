import { GatewayIntent } from "../../model/gateway";
import { InsideVrrpIntent } from "../../model/inside-routing";
import { addressOf, cidr, contains, ip } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { HaPairIntent } from "../../model/routing";
import { isIsolated } from "../isolation";
import { Site, Topology } from "../topology";
import { shortestActiveDownMs, vrrpInterval } from "../vrrp";

/** What a virtual router needs besides two gateways on one segment. */
export function vrrpProblems(topology: Topology): Problem[] {
  return topology.sites().flatMap((site) => {
    const { insideRouting, pair } = site;
    if (insideRouting?.kind !== "vrrp") return [];
    if (!pair) return [alone(site)];
    const gateways = site.gateways.filter((one): one is GatewayIntent => !one.foreign);
    return [
      ...splitBrain(site, insideRouting),
      ...besides(pair),
      ...addressProblems(pair, insideRouting, gateways),
      ...gateways.flatMap(gatewayProblems),
    ];
  });
}

function alone({ path }: Site): Problem {
  return problem(
    path,
    "insideRouting",
    "vrrp",
    "a pair, whose gateways have the address in turn",
    "use an HaPair, or leave insideRouting out and give hosts the gateway's own address",
  );
}

/** Whoever is not heard for a moment must not be taken for dead (RFC 9568, 8.3.1). */
function splitBrain({ path }: Site, vrrp: InsideVrrpIntent): Problem[] {
  const interval = vrrpInterval(vrrp);
  const waits = shortestActiveDownMs(interval);
  const { segmentConvergenceMs } = vrrp;
  if (waits > segmentConvergenceMs) return [];
  const enough = Math.floor(segmentConvergenceMs / 30) * 10 + 10;
  return [
    problem(
      path,
      "insideRouting.advertisementIntervalMs",
      interval,
      `more than the ${segmentConvergenceMs} ms that the segment may need to repair itself, before the partner takes over; it does after 3 × ${interval} ms and the skew time, ${waits} ms: until the segment is whole both would have the address`,
      `advertise every ${enough} ms or more, and raise convergenceBudgetMs to match`,
    ),
  ];
}

/** Nobody inside is spoken with. */
function besides({ path, insideRouters, insideRoutersBfd }: HaPairIntent): Problem[] {
  return Object.entries({ insideRouters, insideRoutersBfd }).flatMap(([property, value]) =>
    value === undefined
      ? []
      : [
          problem(
            path,
            property,
            value,
            "no inner routers that speak with the gateways, since VRRP has hosts send to an address",
            "leave it out, or use InsideRouting.bgp()",
          ),
        ],
  );
}

function addressProblems(
  { path }: HaPairIntent,
  { addresses }: InsideVrrpIntent,
  gateways: readonly GatewayIntent[],
): Problem[] {
  return addresses.flatMap((address) => {
    const expected = gateways.flatMap((gateway) => unfit(address, gateway) ?? [])[0];
    if (expected === undefined) return [];
    const remedy = "choose a free address of the prefix that both gateways are in";
    return [problem(path, "insideRouting.addresses", address, expected, remedy)];
  });
}

/** Why an address cannot be this gateway's for a while, if it cannot. */
function unfit(address: string, { path, inside }: GatewayIntent): string | undefined {
  const segment = inside[0]!;
  if (inside.some(({ addresses }) => addresses.map(addressOf).includes(address))) {
    return `an address that no machine has; it is ${path}'s own`;
  }
  if (segment.addresses.some((prefix) => contains(cidr(prefix), ip(address)))) return undefined;
  return `an address of ${segment.device}, the first inside segment of ${path}`;
}

function gatewayProblems(gateway: GatewayIntent): Problem[] {
  const { path, inside, isolation } = gateway;
  const advertised = inside[0]!.routerAdvertisements;
  return [
    ...(isIsolated(gateway)
      ? [
          problem(
            path,
            "isolation",
            isolation,
            "no isolation, since keepalived runs on the public side",
            "use InsideRouting.bgp() or InsideRouting.ospf(), or leave isolation out",
          ),
        ]
      : []),
    ...(advertised
      ? [
          problem(
            path,
            "inside.routerAdvertisements",
            advertised,
            "no router advertisements on the virtual router's segment: they would lead hosts to the gateway's own address (RFC 9568, 8.2.3)",
            "leave one of the two out",
          ),
        ]
      : []),
  ];
}
