import { cidr, formatCidr, isDefault } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { duplicates, overlapping, Owned } from "../overlap";
import { routedInside, segmentPrefixes, Site, Topology } from "../topology";

interface Claim extends Owned {
  readonly path: string;
  readonly property: string;
}

/** No two sites may claim overlapping prefixes, and no link may be numbered out of a site's. */
export function prefixProblems(topology: Topology, siteless: ReadonlySet<string>): Problem[] {
  const sites = topology
    .sites()
    .filter(({ gateways }) => !gateways.some(({ path }) => siteless.has(path)));
  const claims = [...sites.flatMap(claimsOf), ...breakouts(topology)];
  return [
    ...overlapping(claims).map(([outer, inner]) =>
      problem(
        inner.path,
        inner.property,
        inner.prefix,
        `a prefix that overlaps no other site's; ${outer.path} has ${outer.prefix}`,
        "renumber one of the sites, or leave the prefix out of its networks",
      ),
    ),
    ...segmentOverlaps(topology),
    ...duplicateAddresses(topology),
    ...numberingProblems(topology, claims),
  ];
}

function claimsOf(site: Site): Claim[] {
  const networks = site.networks.map((prefix) => ({
    prefix,
    path: site.path,
    property: "networks",
  }));
  const inside = site.gateways.flatMap((gateway) =>
    gateway.foreign
      ? []
      : gateway.inside.flatMap(segmentPrefixes).map((prefix) => ({
          prefix,
          path: gateway.path,
          property: "inside",
        })),
  );
  const routed = site.gateways.flatMap((gateway) =>
    gateway.foreign
      ? []
      : routedInside(gateway).map((prefix) => ({
          prefix,
          path: gateway.path,
          property: "inside.routes",
        })),
  );
  const distinct = new Map(
    [...inside, ...routed, ...networks].map((claim) => [claim.prefix, claim]),
  );
  // A site whose networks are "everything" announces a default route, which overlaps by design.
  return [...distinct.values()]
    .filter((claim) => !isDefault(claim.prefix))
    .map((claim) => ({ ...claim, owner: site.path }));
}

/** Several sites may break out to the same prefix, which is none of theirs. */
function breakouts(topology: Topology): Claim[] {
  return topology.intent.gateways.flatMap(({ path, localBreakout }) =>
    (localBreakout?.prefixes ?? []).map((prefix) => ({
      prefix,
      path,
      property: "localBreakout.prefixes",
      owner: "the outside",
    })),
  );
}

function segmentOverlaps(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) => {
    const owned = gateway.inside.flatMap((inside) =>
      segmentPrefixes(inside).map((prefix) => ({ prefix, owner: inside.device })),
    );
    return overlapping(owned).map(([outer, inner]) =>
      problem(
        gateway.path,
        "inside",
        inner.prefix,
        `segments that do not overlap; ${outer.owner} has ${outer.prefix}`,
        "renumber one of the segments",
      ),
    );
  });
}

function duplicateAddresses(topology: Topology): Problem[] {
  const addresses = topology.intent.gateways.flatMap((gateway) =>
    gateway.inside.flatMap((inside) =>
      inside.addresses.map((address) => ({ path: gateway.path, address })),
    ),
  );
  return duplicates(addresses, ({ address }) => formatCidr(cidr(address))).map(([first, second]) =>
    problem(
      second.path,
      "inside",
      second.address,
      `an address that no other gateway has; ${first.path} has it`,
      "give each gateway its own address on the segment",
    ),
  );
}

/** Pools and pinned subnets of links, each with the first site's prefix that it meets. */
function numberingProblems(topology: Topology, claims: readonly Claim[]): Problem[] {
  const links = [...topology.intent.vpns, ...topology.intent.gres];
  const pools = new Map(
    links.flatMap(({ path, addressPools }) => addressPools.map((pool) => [pool, path])),
  );
  const numbers: Claim[] = [
    ...[...pools].map(([prefix, path]) => ({ prefix, path, property: "addressPools" })),
    ...links.flatMap(({ path, subnets }) =>
      (subnets ?? []).map((prefix) => ({ prefix, path, property: "subnets" })),
    ),
  ].map((number) => ({ ...number, owner: "link" }));
  const meetings = overlapping([
    ...claims.map((claim) => ({ ...claim, owner: "site" })),
    ...numbers,
  ]).map(([a, b]) => (a.owner === "link" ? { number: a, claim: b } : { number: b, claim: a }));
  const first = new Map(
    meetings.reverse().map((it) => [`${it.number.path}\0${it.number.prefix}`, it]),
  );
  return [...first.values()].map(({ number, claim }) =>
    problem(
      number.path,
      number.property,
      number.prefix,
      `apart from every site's prefixes; ${claim.path} has ${claim.prefix}`,
      "give the tunnels another pool with addressPools, or pin another subnet",
    ),
  );
}
