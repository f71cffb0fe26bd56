import { GatewayIntent, InsideIntent } from "../../model/gateway";
import { familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { HaPairIntent } from "../../model/routing";
import { segmentPrefixes, Topology } from "../topology";

const PROPERTY = "inside.routerAdvertisements";

export function advertisementProblems(topology: Topology): Problem[] {
  const { gateways, pairs } = topology.intent;
  return [
    ...gateways.flatMap((gateway) =>
      gateway.inside.flatMap((inside) => segmentProblems(gateway, inside)),
    ),
    ...pairs.flatMap((pair) => pairProblems(pair, topology)),
  ];
}

function segmentProblems({ path }: GatewayIntent, inside: InsideIntent): Problem[] {
  const wanted = inside.routerAdvertisements;
  if (!wanted) return [];
  const prefixes = ipv6Prefixes(inside);
  if (prefixes.length === 0) {
    const expected = `an IPv6 address on ${inside.device}: its prefix is what is advertised`;
    const remedy = "give the segment one, or leave routerAdvertisements out";
    return [problem(path, PROPERTY, wanted, expected, remedy)];
  }
  if (wanted.autonomousAddresses === false) return [];
  return prefixes
    .filter((prefix) => !prefix.endsWith("/64"))
    .map((prefix) =>
      problem(
        path,
        "inside.addresses",
        prefix,
        "a /64, or hosts make no address of the advertised prefix (RFC 4862, 5.5.3; RFC 2464, 4)",
        "number the segment with a /64, or set autonomousAddresses to false",
      ),
    );
}

/** Hosts that hear one gateway only lose their way with it. */
function pairProblems(pair: HaPairIntent, topology: Topology): Problem[] {
  const both = [pair.primary, pair.secondary].flatMap((path) => {
    const gateway = topology.gateway(path);
    return gateway && !gateway.foreign ? [gateway] : [];
  });
  return both.flatMap((gateway) => {
    const partner = both.find((other) => other !== gateway);
    return gateway.inside
      .filter((inside) => inside.routerAdvertisements)
      .flatMap((inside) => {
        const shared = (partner?.inside ?? []).find((other) =>
          ipv6Prefixes(other).some((prefix) => ipv6Prefixes(inside).includes(prefix)),
        );
        if (!shared || shared.routerAdvertisements) return [];
        return [
          problem(
            partner!.path,
            PROPERTY,
            undefined,
            `advertisements on ${shared.device}, as ${gateway.path} sends on the same segment`,
            "let both gateways of the pair advertise, so that hosts know the second way",
          ),
        ];
      });
  });
}

function ipv6Prefixes(inside: InsideIntent): string[] {
  return segmentPrefixes(inside).filter((prefix) => familyOf(prefix) === 6);
}
