import { familyOf, isDefault } from "../model/ip";
import { farEnd, VpnIntent } from "../model/vpn";
import { selectorsOf } from "./policies";
import { Range, rangeOf } from "./ranges";
import { networksOf, Site, Topology } from "./topology";

/** A network and the site that declares it. */
export interface Claim {
  readonly range: Range;
  readonly site: Site;
}

/** What is behind each site that this site has VPNs with, by whichever of their gateways. */
export function farNetworks(site: Site, topology: Topology): Map<Site, readonly string[]> {
  const found = new Map<Site, Set<string>>();
  const add = (gateway: string, prefixes: readonly string[]) => {
    const far = topology.site(gateway);
    if (!far) return;
    const known = found.get(far) ?? new Set();
    for (const prefix of prefixes) known.add(prefix);
    found.set(far, known);
  };
  for (const { path } of site.gateways) {
    for (const vpn of topology.vpns(path)) {
      const far = farEnd(vpn, path);
      add(far, behind(vpn, far, topology));
    }
    for (const vpn of topology.policyVpns(path)) {
      const side = vpn.left === path ? "right" : "left";
      add(vpn[side], selectorsOf(vpn, topology)[side]);
    }
  }
  return new Map([...found].map(([far, prefixes]) => [far, [...prefixes]]));
}

/** What other sites may send to a site: its networks, and what VPNs without BGP lead there. */
export function ownDestinations(site: Site, topology: Topology): string[] {
  const led = site.gateways.flatMap(({ path }) =>
    topology.vpns(path).flatMap((vpn) => behind(vpn, path, topology)),
  );
  return [...new Set([...site.networks, ...led])];
}

/** Networks that a VPN leads to at one of its ends; none where nothing is declared. */
function behind(vpn: VpnIntent, end: string, topology: Topology): readonly string[] {
  const gateway = topology.gateway(end);
  if (!gateway) return [];
  if (topology.mesh(vpn.mesh)) return topology.site(end)!.networks;
  const declared = end === vpn.right ? vpn.routesToRight : vpn.routesToLeft;
  return (vpn.routes === "static" ? declared : undefined) ?? networksOf(gateway);
}

/** Networks but for default routes, which are no declaration of a source. */
export function claimsOf(far: ReadonlyMap<Site, readonly string[]>): Claim[] {
  return [...far].flatMap(([site, prefixes]) =>
    prefixes
      .filter((prefix) => !isDefault(prefix))
      .map((prefix) => ({ range: rangeOf(prefix), site })),
  );
}

/** Whether a site has not said what it sends in a family: nothing at all, or a default route. */
export function undeclared(prefixes: readonly string[] = [], family: 4 | 6): boolean {
  return (
    prefixes.length === 0 ||
    prefixes.some((prefix) => isDefault(prefix) && familyOf(prefix) === family)
  );
}
