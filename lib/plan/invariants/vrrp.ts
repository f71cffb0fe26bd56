import { GatewayIntent } from "../../model/gateway";
import { InsideVrrpIntent } from "../../model/inside-routing";
import {
  addressOf,
  Cidr,
  cidr,
  contains,
  familyOf,
  formatIp,
  ip,
  network,
  WIDTH,
} from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { HaPairIntent } from "../../model/routing";
import { isIsolated } from "../isolation";
import { Site, Topology } from "../topology";
import { bearsMs, vrrpInterval } from "../vrrp";

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

/** A gateway that is not heard for a moment must not count as dead (RFC 9568, 8.3.1). */
function splitBrain({ path }: Site, vrrp: InsideVrrpIntent): Problem[] {
  const interval = vrrpInterval(vrrp);
  const { segmentConvergenceMs } = vrrp;
  if (bearsMs(interval) >= segmentConvergenceMs) return [];
  const enough = Math.ceil(segmentConvergenceMs / 20) * 10;
  return [
    problem(
      path,
      "insideRouting.advertisementIntervalMs",
      interval,
      `an interval with which the partner does not take over while the segment repairs itself, for up to ${segmentConvergenceMs} ms; with this one it does after ${bearsMs(interval)} ms (2 × ${interval} ms: the last advertisement may have come one interval before), and until the segment is whole both have the address`,
      `advertise every ${enough} ms or more, and raise convergenceBudgetMs to match`,
    ),
  ];
}

/** Without routing on the inside. */
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
  pair: HaPairIntent,
  { addresses }: InsideVrrpIntent,
  gateways: readonly GatewayIntent[],
): Problem[] {
  const about = (address: string, expected: string, remedy: string) =>
    problem(pair.path, "insideRouting.addresses", address, expected, remedy);
  const families = new Set(addresses.map(familyOf));
  const missing = pair.networks.filter((prefix) => !families.has(familyOf(prefix)));
  return [
    ...addresses.flatMap((address, index) => {
      const [expected] = [
        ...(canonical(addresses.slice(0, index)).includes(formatIp(ip(address)))
          ? ["each address once"]
          : []),
        ...gateways.flatMap((gateway) => unfit(address, gateway) ?? []),
      ];
      if (expected === undefined) return [];
      return [
        about(address, expected, "choose a free address of the prefix that both gateways are in"),
      ];
    }),
    ...missing
      .slice(0, 1)
      .map((prefix) =>
        about(
          addresses.join(", "),
          `an address of each family that the pair has networks of: hosts of ${prefix} have no other router`,
          "add one, or leave the network out",
        ),
      ),
  ];
}

function canonical(addresses: readonly string[]): string[] {
  return addresses.map((address) => formatIp(ip(address)));
}

/** Why an address cannot be this gateway's for a while, if it cannot. */
function unfit(text: string, { path, inside }: GatewayIntent): string | undefined {
  const address = formatIp(ip(text));
  const segment = inside[0]!;
  const own = inside.flatMap(({ addresses }) => addresses.map(addressOf));
  if (canonical(own).includes(address)) {
    return `an address that no machine has; it is ${path}'s own`;
  }
  const routers = inside.flatMap(({ routes }) => (routes ?? []).map(({ via }) => via));
  if (canonical(routers).includes(address)) {
    return `an address that no machine has; it is an inner router's of ${path}`;
  }
  const prefixes = segment.addresses.map(cidr).filter((prefix) => contains(prefix, ip(address)));
  if (prefixes.length === 0) {
    return `an address of ${segment.device}, the inside segment of ${path}`;
  }
  return prefixes.some((prefix) => isReserved(prefix, address))
    ? "an address that a host may have: neither the segment's own nor for all of its hosts"
    : undefined;
}

/** The prefix's first address (RFC 4291, 2.6.1, for IPv6), and of IPv4 the last, unless it is a link of two. */
function isReserved(prefix: Cidr, address: string): boolean {
  const bits = WIDTH[prefix.family] - prefix.length;
  if (bits < 2) return false;
  const at = ip(address).value - network(prefix).value;
  return at === 0n || (prefix.family === 4 && at === (1n << BigInt(bits)) - 1n);
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
            "no isolation, since keepalived runs on the outside",
            "use InsideRouting.bgp() or InsideRouting.ospf(), or leave isolation out",
          ),
        ]
      : []),
    ...(inside.length > 1
      ? [
          problem(
            path,
            "inside",
            inside.map(({ device }) => device),
            "one inside segment, since hosts of another would have one gateway alone",
            "give the other segment a pair of its own, or use InsideRouting.bgp()",
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
