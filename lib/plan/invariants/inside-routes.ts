import { GatewayIntent, InsideIntent } from "../../model/gateway";
import { addressOf, cidr, contains, familyOf, formatIp, ip } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** Routes by inner routers: each router is another machine, on its segment, of the prefix's family. */
export function insideRouteProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) =>
    gateway.inside.flatMap((inside) => ofSegment(gateway, inside)),
  );
}

function ofSegment({ path }: GatewayIntent, inside: InsideIntent): Problem[] {
  return (inside.routes ?? []).flatMap(({ prefix, via }) => {
    const told = (expected: string, remedy: string) => [
      problem(path, "inside.routes", `${prefix} via ${via}`, expected, remedy),
    ];
    if (familyOf(prefix) !== familyOf(via)) {
      return told("a router of the prefix's address family", "give the router's other address");
    }
    if (inside.addresses.some((address) => addressOf(address) === formatIp(ip(via)))) {
      return told("a router other than the gateway itself", "give the inner router's address");
    }
    if (inside.addresses.some((address) => contains(cidr(address), ip(via)))) return [];
    return told(
      `a router on ${inside.device} (${inside.addresses.join(", ")})`,
      "put the route on the segment that the router is on",
    );
  });
}
