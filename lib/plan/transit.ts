import { farEnd, VpnIntent } from "../model/vpn";
import { Site, Topology } from "./topology";

/** Into which other tunnels of a gateway packets out of one may go on: all of those, all but third parties', or none. */
export type Transit = "open" | "apart" | "none";

/** A VPN as one of its ends has it, with the gateway at the other. */
interface Tunnel {
  readonly vpn: VpnIntent;
  readonly far: string;
}

export function transitOf({ vpn, far }: Tunnel, gateway: string, topology: Topology): Transit {
  if (vpn.transit !== undefined) return vpn.transit ? "open" : "none";
  const mesh = topology.mesh(vpn.mesh);
  if (!mesh || !topology.isHub(mesh, gateway)) return "none";
  return topology.gateway(far)!.foreign ? "apart" : "open";
}

/** AS numbers of the sites that a hub joins, by how far their packets may go: of all tunnels of its site. */
export function transitAsns(site: Site, topology: Topology): Readonly<Record<Transit, number[]>> {
  const found = { open: new Set<number>(), apart: new Set<number>(), none: new Set<number>() };
  for (const { path } of site.gateways) {
    for (const vpn of topology.vpns(path)) {
      const far = farEnd(vpn, path);
      const asn = topology.mesh(vpn.mesh) && topology.site(far)?.asn;
      if (asn !== undefined) found[transitOf({ vpn, far }, path, topology)].add(asn);
    }
  }
  const sorted = (asns: ReadonlySet<number>) => [...asns].sort((a, b) => a - b);
  return { open: sorted(found.open), apart: sorted(found.apart), none: sorted(found.none) };
}
