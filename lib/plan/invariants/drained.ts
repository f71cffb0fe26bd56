import { Problem, problem } from "../../model/problem";
import { Site, Topology } from "../topology";

/** A drained gateway asks others by BGP to go another way: it needs BGP, and in a pair another way. */
export function drainedProblems(topology: Topology): Problem[] {
  return topology.sites().flatMap((site) => drainedOf(site, topology));
}

function drainedOf(site: Site, topology: Topology): Problem[] {
  const drained = site.gateways.filter((gateway) => !gateway.foreign && gateway.drained);
  const [first, second] = drained;
  if (first && !site.pair && !topology.meshOfSite(site)) {
    return [
      problem(
        first.path,
        "drained",
        true,
        "a member of a BgpMesh, or a gateway of an HaPair: others learn of it by BGP (RFC 8326)",
        "leave it out; traffic by static routes stays until the routes change",
      ),
    ];
  }
  if (!second) return [];
  return [
    problem(
      second.path,
      "drained",
      true,
      `one gateway of ${site.path} that is not; ${first!.path} is drained too`,
      "drain one at a time",
    ),
  ];
}
