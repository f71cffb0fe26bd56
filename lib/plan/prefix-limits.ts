import { cidr, Family, familyOf, isDefault } from "../model/ip";
import { MeshIntent } from "../model/routing";
import { UINT32_MAX } from "../model/values";
import { Site, Topology } from "./topology";

/** The smallest subnet of the clouds; a subnet of IPv6 (RFC 7421). */
const LONGEST = { 4: 29, 6: 64 } as const;

/** Where the app does not say how many to expect. */
const UNKNOWN = 16_384;

/** Below it a limit protects nothing: FRR takes a thousand prefixes in a second. */
const LEAST = 1024;

/** Longest prefix that is accepted of a site, but for those that it declares. */
export function longestPrefix({ announced }: Site, family: Family): number {
  const { longestIpv4Prefix, longestIpv6Prefix } = announced;
  return (family === 4 ? longestIpv4Prefix : longestIpv6Prefix) ?? LONGEST[family];
}

/** Number of prefixes of one family that a session with a site accepts. */
export function prefixLimit(site: Site, family: Family): number {
  const { expectedPrefixes, maximumPrefixes } = site.announced;
  if (maximumPrefixes !== undefined) return maximumPrefixes;
  const expected = expectedPrefixes === undefined ? UNKNOWN : Math.max(LEAST, 2 * expectedPrefixes);
  return site.networks.length === 0 ? expected : Math.min(expected, room(site, family));
}

/**
 * The limit of a session that brings the prefixes of whole meshes. The next power of two: one site more or less
 * changes it seldom.
 */
export function meshLimit(
  meshes: readonly MeshIntent[],
  topology: Topology,
  family: Family,
): number {
  const sum = meshes.reduce((total, mesh) => total + totalOf(mesh, topology)[family], 0);
  return Math.min(2 ** 31, Math.max(LEAST, 2 ** Math.ceil(Math.log2(Math.max(1, sum)))));
}

/** Counted once: every spoke asks. */
const TOTALS = new WeakMap<MeshIntent, Record<Family, number>>();

function totalOf(mesh: MeshIntent, topology: Topology): Record<Family, number> {
  const known = TOTALS.get(mesh);
  if (known) return known;
  const sites = mesh.members.flatMap((path) => topology.member(path) ?? []);
  const of = (family: Family) =>
    sites.reduce((total, site) => total + prefixLimit(site, family), 0);
  const total = { 4: of(4), 6: of(6) };
  TOTALS.set(mesh, total);
  return total;
}

/** How many prefixes the filters let through: each declared one, and all within up to the longest. */
function room(site: Site, family: Family): number {
  const longest = longestPrefix(site, family);
  const counts = site.networks
    .filter((prefix) => familyOf(prefix) === family)
    .map((prefix) =>
      isDefault(prefix) ? 1 : 2 ** (Math.max(0, longest - cidr(prefix).length) + 1) - 1,
    );
  return Math.max(
    1,
    Math.min(
      UINT32_MAX,
      counts.reduce((total, count) => total + count, 0),
    ),
  );
}
