import { Family, familyOf, isDefault } from "../model/ip";
import { MeshIntent } from "../model/routing";
import { Site, Topology } from "./topology";

/** A session of a mesh, seen from one of its sites. */
export interface MeshSession {
  readonly mesh: MeshIntent;
  readonly site: Site;
  /** Construct path of the gateway at the far end. */
  readonly far: string;
  readonly topology: Topology;
}

/**
 * The site whose default route a session may bring: the far side's, or that of a member behind a hub.
 * A site that has one of its own takes no other.
 */
export function defaultFrom(session: MeshSession, family: Family): Site | undefined {
  const { mesh, site, far, topology } = session;
  if (hasDefault(site, family)) return undefined;
  const farSite = topology.site(far)!;
  if (hasDefault(farSite, family)) return farSite;
  if (!topology.isHub(mesh, far)) return undefined;
  return topology.defaultGivers(mesh).find((one) => hasDefault(one, family));
}

function hasDefault({ networks }: Site, family: Family): boolean {
  return networks.some((prefix) => isDefault(prefix) && familyOf(prefix) === family);
}
