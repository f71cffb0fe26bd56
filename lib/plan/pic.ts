import { DEFAULT_ADDRESS_POOLS } from "../model/vpn";
import { addressOf, familyOf, hostPrefix, isDefault } from "../model/ip";
import { fittingName, NAME_MAX, plainName } from "../model/naming";
import { MeshIntent } from "../model/routing";
import { allocateDevice, allocateTable, LinkSubnet } from "./allocate";
import { OwnTunnel, SessionContext } from "./session-context";
import { Site } from "./topology";
import { linkSubnets } from "./tunnels";
import { BgpSession, RemoteSitePlan, PicPlan, TunnelEnd } from "./types";

/**
 * What makes a failure one change of a route, however many networks are behind it; nothing where the
 * gateway's mesh does without.
 */
export function planPic(context: SessionContext): PicPlan | undefined {
  const { site, topology } = context;
  const mesh = topology.meshOfSite(site);
  if (!mesh?.prefixIndependentConvergence) return undefined;
  const remote = new Map<Site, OwnTunnel[]>();
  for (const own of context.tunnels.filter(({ vpn }) => vpn.mesh === mesh.path)) {
    const far = topology.site(own.far)!;
    remote.set(far, [...(remote.get(far) ?? []), own]);
  }
  const families = [...remote.values()]
    .flat()
    .flatMap(({ end }) => end.peerAddresses)
    .map(familyOf);
  return {
    siteLoopbacks: siteLinks(site, mesh)
      .filter(({ family }) => families.includes(family))
      .map(({ left }) => addressOf(left)),
    remoteSites: [...remote].map(([far, tunnels]) => remoteSite(far, tunnels, mesh, context)),
    partnerRoutes: partnerRoutes(context),
  };
}

/** Of each family: the site's address, and the next hop by which others reach it. */
function siteLinks({ path }: Site, { sitePins }: MeshIntent): LinkSubnet[] {
  const pools = { subnets: sitePins[path]?.subnets, addressPools: DEFAULT_ADDRESS_POOLS };
  // Part of what the hash is of: another word would renumber every site.
  return linkSubnets(pools, path, "site-address");
}

function remoteSite(
  site: Site,
  tunnels: readonly OwnTunnel[],
  mesh: MeshIntent,
  { gateway }: SessionContext,
): RemoteSitePlan {
  const families = tunnels.flatMap(({ end }) => end.peerAddresses).map(familyOf);
  const links = siteLinks(site, mesh).filter(({ family }) => families.includes(family));
  const own = gateway.inside.flatMap(({ addresses }) => addresses.map(addressOf));
  const narrowest = tunnels.map(({ end }) => end).reduce((a, b) => (b.mtu < a.mtu ? b : a));
  const name = siteName(site);
  return {
    path: site.path,
    name,
    device: mesh.sitePins[site.path]?.device ?? allocateDevice("to", name, site.path),
    table: allocateTable(site.path),
    siteLoopbacks: links.map(({ left }) => addressOf(left)),
    nextHops: links.map(({ right }) => addressOf(right)),
    sources: links.flatMap(({ family }) => own.find((one) => familyOf(one) === family) ?? []),
    mss4: narrowest.mss4,
    mss6: narrowest.mss6,
  };
}

/** As gateways are named, by the construct's id. */
function siteName({ path, pair, gateways }: Site): string {
  if (!pair) return gateways[0]!.name;
  return fittingName(plainName(path.split("/").pop()!), NAME_MAX, path);
}

function partnerRoutes({ site, pairLink }: SessionContext): PicPlan["partnerRoutes"] {
  if (!pairLink) return [];
  const { device, partnerAddresses } = pairLink;
  return site.networks
    .filter((prefix) => !isDefault(prefix))
    .flatMap((prefix) =>
      partnerAddresses
        .filter((address) => familyOf(address) === familyOf(prefix))
        .map((via) => ({ prefix, via, device })),
    );
}

/**
 * A tunnel's session as two. The first, which BFD watches, has the far site's address alone, so that
 * BGP has little to do when it ends. The second brings the networks; it ends some seconds later, and by
 * then their next hop has long led elsewhere.
 */
export function sessionsApart(
  session: BgpSession,
  { forNetworks }: TunnelEnd,
  { siteLoopbacks, nextHops, device }: RemoteSitePlan,
): BgpSession[] {
  const ofFamily = (address: string) => familyOf(address) === session.family;
  const address = siteLoopbacks.find(ofFamily)!;
  const remoteSite = { address, nextHop: nextHops.find(ofFamily)!, device };
  return [
    {
      ...session,
      carries: "site-loopback",
      remoteSite,
      accept: [hostPrefix(address)],
      acceptDefault: undefined,
      transit: false,
    },
    {
      ...session,
      bfdProfile: undefined,
      neighbor: forNetworks!.peerAddresses.find(ofFamily)!,
      description: `${session.description}: networks`,
      carries: "networks",
      remoteSite,
    },
  ];
}
