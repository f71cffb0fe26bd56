import { DEFAULT_ADDRESS_POOLS } from "../model/vpn";
import { AnyGatewayIntent } from "../model/gateway";
import { addressOf, comparePrefixes, familyOf, isDefault } from "../model/ip";
import { isPlaceholder } from "../model/placeholder";
import { BOGONS } from "./bogons";
import { routedInside, segmentPrefixes, Site, Topology } from "./topology";
import { NeverPlan, UnderlayAddress } from "./types";

/**
 * What a site accepts of no peer that may announce anything: the plan holds it otherwise. The addresses are those of
 * the site's own gateways and of the other ends of their tunnels, so that a tunnel more changes its ends alone.
 */
export function planNever(site: Site, topology: Topology, withOtherSites: boolean): NeverPlan {
  const gateways = site.gateways;
  const within = [...BOGONS, ...linkPools(site, topology), ...gateways.flatMap(insidePrefixes)];
  return {
    within: sorted(within),
    covering: underlayAddresses(site, topology),
    otherSites: withOtherSites
      ? sorted(
          topology
            .sites()
            .filter((other) => other !== site)
            .flatMap(({ networks }) => networks),
        )
      : [],
  };
}

function sorted(prefixes: readonly string[]): string[] {
  return [...new Set(prefixes)].filter((prefix) => !isDefault(prefix)).sort(comparePrefixes);
}

function insidePrefixes(gateway: AnyGatewayIntent): string[] {
  if (gateway.foreign) return [];
  return [...gateway.inside.flatMap(segmentPrefixes), ...routedInside(gateway)];
}

/** Where links of the site are numbered from. */
function linkPools({ gateways, pair }: Site, topology: Topology): string[] {
  const vpns = gateways.flatMap(({ path }) => topology.vpns(path));
  const gres = vpns.flatMap((vpn) => topology.gre(vpn) ?? []);
  const meshes = [...new Set(vpns.flatMap(({ mesh }) => topology.mesh(mesh) ?? []))];
  const ofSites = meshes
    .flatMap(({ sitePins }) => Object.values(sitePins))
    .flatMap(({ subnets }) => subnets ?? []);
  const forNetworks = vpns.flatMap(({ path, mesh }) => {
    return topology.mesh(mesh)?.networkSubnets[path] ?? [];
  });
  const pairLink =
    pair?.pairLink.kind === "interface" ? (pair.pairLink.subnets ?? DEFAULT_ADDRESS_POOLS) : [];
  return [
    ...[...vpns, ...gres].flatMap(({ addressPools, subnets }) => [
      ...addressPools,
      ...(subnets ?? []),
    ]),
    ...ofSites,
    ...forNetworks,
    ...pairLink,
  ];
}

/** A route to one of them would lead a tunnel's packets, or a segment's, into a tunnel. */
function underlayAddresses({ gateways }: Site, topology: Topology): UnderlayAddress[] {
  const peers = gateways.flatMap(({ path }) => topology.peers(path));
  const all = [...gateways, ...peers].flatMap((gateway): UnderlayAddress[] => {
    const { address, addressFamily: family } = gateway;
    return address === undefined ? [] : [{ address, family }];
  });
  const distinct = new Map(
    [...all, ...gateways.flatMap(vxlanAddresses)].map((it) => [it.address, it]),
  );
  return [...distinct.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function vxlanAddresses(gateway: AnyGatewayIntent): UnderlayAddress[] {
  if (gateway.foreign) return [];
  return gateway.inside
    .flatMap((inside) =>
      inside.kind === "vxlan"
        ? [...(inside.peers ?? []), ...(inside.underlayAddresses ?? []).map(addressOf)]
        : [],
    )
    .map((address) => ({ address, family: familyOf(address) }));
}

/** Those whose prefixes only Terraform knows. */
export function lateAddresses({ covering }: NeverPlan): UnderlayAddress[] {
  return covering.filter(({ address }) => isPlaceholder(address));
}
