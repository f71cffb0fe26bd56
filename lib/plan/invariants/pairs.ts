import { GatewayIntent } from "../../model/gateway";
import { addressOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { HaPairIntent } from "../../model/routing";
import { duplicates } from "../overlap";
import { segmentTowards } from "../sessions";
import { segmentPrefixes, Topology } from "../topology";

export function pairProblems(topology: Topology): Problem[] {
  const { pairs } = topology.intent;
  const seats = pairs.flatMap((pair) => [
    { path: pair.path, property: "primary", gateway: pair.primary },
    { path: pair.path, property: "secondary", gateway: pair.secondary },
  ]);
  return [
    ...duplicates(seats, (seat) => seat.gateway).map(([first, second]) =>
      problem(
        second.path,
        second.property,
        second.gateway,
        `a gateway in one pair only; it is the ${first.property} of ${first.path}`,
        "give the pair two gateways of its own",
      ),
    ),
    ...pairs.flatMap((pair) => onePair(pair, topology)),
  ];
}

function onePair(pair: HaPairIntent, topology: Topology): Problem[] {
  const sides = (["primary", "secondary"] as const).map((property) => ({
    property,
    gateway: topology.gateway(pair[property]),
  }));
  const foreign = sides.filter(({ gateway }) => gateway?.foreign);
  if (foreign.length > 0) {
    return foreign.map(({ property, gateway }) =>
      problem(
        pair.path,
        property,
        gateway!.path,
        "a Gateway that this app configures",
        "a pair's gateways share state, so both must be ours",
      ),
    );
  }
  const gateways = sides.flatMap(({ gateway }) => (gateway ? [gateway as GatewayIntent] : []));
  return [
    ...prependProblems(pair),
    ...(gateways.length === 2 ? sharedSegment(pair, gateways[0]!, gateways[1]!) : []),
    ...gateways.flatMap((gateway) => insideRouters(pair, gateway)),
  ];
}

/** Who forwards at once has none to look worse than the other. */
function prependProblems({ path, mode, asPathPrepend }: HaPairIntent): Problem[] {
  if (asPathPrepend === undefined || mode !== "active-active") return [];
  return [
    problem(
      path,
      "asPathPrepend",
      asPathPrepend,
      "a pair that prefers one of its gateways (HaMode.ACTIVE_STANDBY)",
      "leave it out, or set the mode",
    ),
  ];
}

/** A pair link without a device of its own runs over the first inside segment of both. */
function sharedSegment(pair: HaPairIntent, primary: GatewayIntent, secondary: GatewayIntent) {
  if (pair.pairLink.kind !== "inside") return [];
  const ours = segmentPrefixes(primary.inside[0]!).sort().join(", ");
  const theirs = segmentPrefixes(secondary.inside[0]!).sort().join(", ");
  if (ours === theirs) return [];
  return [
    problem(
      pair.path,
      "pairLink",
      "inside",
      `both gateways on one inside segment; ${primary.path} is on ${ours}, ${secondary.path} on ${theirs}`,
      "number both from the same prefixes, or give the pair PairLink.onInterface()",
    ),
  ];
}

function insideRouters(pair: HaPairIntent, gateway: GatewayIntent): Problem[] {
  const addresses = gateway.inside.flatMap((inside) => inside.addresses);
  return (pair.insideRouters ?? []).flatMap((router) => {
    const reachable = segmentTowards(gateway, router) !== undefined;
    const own = addresses.some((address) => addressOf(address) === router);
    if (reachable && !own) return [];
    return [
      problem(
        pair.path,
        "insideRouters",
        router,
        own
          ? `a router other than ${gateway.path} itself`
          : `an address on an inside segment of ${gateway.path}, or behind one of its routes`,
        "list the inner routers' addresses on the segment that both gateways share, or give the segment `routes` to them",
      ),
    ];
  });
}
