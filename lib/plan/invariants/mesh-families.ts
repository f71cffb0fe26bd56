import { FAMILIES, Family, familyOf } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { MeshIntent } from "../../model/routing";
import { VpnIntent } from "../../model/vpn";
import { Site, Topology } from "../topology";

/** A session carries the family of its addresses: without one, networks of that family are not announced. */
export function meshFamilyProblems(topology: Topology): Problem[] {
  const tunnels = new Map<string | undefined, VpnIntent[]>();
  for (const vpn of topology.intent.vpns) {
    const known = tunnels.get(vpn.mesh);
    if (known) known.push(vpn);
    else tunnels.set(vpn.mesh, [vpn]);
  }
  return topology.intent.meshes.flatMap((mesh) =>
    FAMILIES.flatMap((family) =>
      missing(mesh, family, tunnels.get(mesh.path) ?? [], topology).slice(0, 1),
    ),
  );
}

/** One problem for each tunnel; a mesh has one template, so the first says it all. */
function missing(
  mesh: MeshIntent,
  family: Family,
  tunnels: readonly VpnIntent[],
  topology: Topology,
): Problem[] {
  return tunnels.flatMap((vpn) => {
    const gre = topology.gre(vpn);
    const { addressPools, subnets = [] } = gre ?? vpn;
    if ([...addressPools, ...subnets].some((text) => familyOf(text) === family)) return [];
    const sites = [topology.site(vpn.left), topology.site(vpn.right)];
    const [left, right] = sites.filter((site) => site && speaks(site, family));
    if (!left || !right) return [];
    return [
      problem(
        mesh.path,
        `${gre ? "gre" : "vpn"}.addressPools`,
        addressPools,
        `an IPv${family} pool too, since ${left.path} and ${right.path} both have IPv${family} networks`,
        `add an IPv${family} pool (the default has one of each family), or leave the IPv${family} networks out of one of them`,
      ),
    ];
  });
}

function speaks({ networks }: Site, family: Family): boolean {
  return networks.some((prefix) => familyOf(prefix) === family);
}
