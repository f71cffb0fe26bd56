import { GatewayIntent } from "../../model/gateway";
import { formatCidr, cidr } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { HaPairIntent } from "../../model/routing";
import { Topology } from "../topology";

const ANNOUNCED = [
  "expectedPrefixes",
  "maximumPrefixes",
  "longestIpv4Prefix",
  "longestIpv6Prefix",
] as const;

/** A pair speaks for its gateways: in a mesh, and in what the site is. */
export function memberProblems(topology: Topology): Problem[] {
  const { meshes, pairs } = topology.intent;
  return [
    ...meshes.flatMap(({ path, members }) =>
      members.flatMap((member) => listedSingly(path, member, topology)),
    ),
    ...pairs.flatMap((pair) =>
      [pair.primary, pair.secondary].flatMap((path) => {
        const gateway = topology.gateway(path);
        const own = gateway && !gateway.foreign && topology.site(path)!.pair === pair;
        return own ? contradictions(gateway, pair) : [];
      }),
    ),
  ];
}

function listedSingly(mesh: string, member: string, topology: Topology): Problem[] {
  const pair = topology.site(member)?.pair;
  if (!pair) return [];
  return [
    problem(
      mesh,
      "members",
      member,
      `sites; ${member} is one of the two gateways of ${pair.path}`,
      `list ${pair.path} instead: it brings both its gateways`,
    ),
  ];
}

function contradictions(gateway: GatewayIntent, pair: HaPairIntent): Problem[] {
  const { path, asn, networks, insideRouting } = gateway;
  const found: Problem[] = [];
  const remedy = (property: string) =>
    `leave ${property} out: ${pair.path} has it for both its gateways`;
  if (asn !== undefined && asn !== pair.asn) {
    found.push(problem(path, "asn", asn, `${pair.asn}, as ${pair.path} has`, remedy("asn")));
  }
  if (networks && normal(networks) !== normal(pair.networks)) {
    const expected = `the networks of ${pair.path} (${pair.networks.join(", ")})`;
    found.push(problem(path, "networks", networks, expected, remedy("networks")));
  }
  for (const property of ANNOUNCED) {
    const value = gateway[property];
    if (value === undefined || value === pair[property]) continue;
    const expected = `what ${pair.path} has, to which the gateway belongs`;
    found.push(problem(path, property, value, expected, `set ${property} of ${pair.path}`));
  }
  if (insideRouting) {
    const expected = `the inside routing of ${pair.path}, to which the gateway belongs`;
    found.push(
      problem(path, "insideRouting", insideRouting.kind, expected, remedy("insideRouting")),
    );
  }
  return found;
}

function normal(prefixes: readonly string[]): string {
  return [...new Set(prefixes.map((prefix) => formatCidr(cidr(prefix))))].sort().join(" ");
}
