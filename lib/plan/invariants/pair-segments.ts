import { GatewayIntent, InsideIntent } from "../../model/gateway";
import { addressOf, familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { segmentPrefixes, Topology } from "../topology";

type Vxlan = Extract<InsideIntent, { kind: "vxlan" }>;

/** Two gateways on one VXLAN segment must mean the same segment, and flood to each other. */
export function pairSegmentProblems(topology: Topology): Problem[] {
  return topology.intent.pairs.flatMap(({ primary, secondary }) => {
    const ends = [primary, secondary].map((path) => topology.gateway(path));
    const [first, second] = ends as GatewayIntent[];
    if (!first || !second || first.foreign || second.foreign) return [];
    return vxlans(first).flatMap((own) =>
      vxlans(second)
        .filter((far) => onePrefix(own, far))
        .flatMap((far) => [
          ...sameSegment(first, own, second, far),
          ...floodsTo(first, own, second, far),
          ...floodsTo(second, far, first, own),
        ]),
    );
  });
}

function vxlans({ inside }: GatewayIntent): Vxlan[] {
  return inside.filter((segment) => segment.kind === "vxlan");
}

function onePrefix(own: InsideIntent, far: InsideIntent): boolean {
  const prefixes = segmentPrefixes(own);
  return segmentPrefixes(far).some((prefix) => prefixes.includes(prefix));
}

function sameSegment(first: GatewayIntent, own: Vxlan, second: GatewayIntent, far: Vxlan) {
  return (["vni", "port", "group"] as const)
    .filter((property) => own[property] !== far[property])
    .map((property) =>
      problem(
        second.path,
        `inside.${property}`,
        far[property],
        `what ${first.path} has on the same prefix: ${own[property] ?? "the default"}`,
        "give both gateways of the pair the same segment",
      ),
    );
}

/** Without underlayAddresses the partner's are not known here. */
function floodsTo(gateway: GatewayIntent, own: Vxlan, partner: GatewayIntent, far: Vxlan) {
  const { peers } = own;
  if (!peers) return [];
  const theirs = (far.underlayAddresses ?? [])
    .map(addressOf)
    .filter((address) => familyOf(address) === familyOf(peers[0]!));
  if (theirs.length === 0 || theirs.some((address) => peers.includes(address))) return [];
  return [
    problem(
      gateway.path,
      "inside.peers",
      peers,
      `${theirs[0]} among them: ${partner.path} is on the same segment`,
      "list the partner's underlay address, or the pair and its hosts are split",
    ),
  ];
}
