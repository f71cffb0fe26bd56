import { EVERYTHING, FAMILIES, isDefault } from "../model/ip";
import { MeshIntent } from "../model/routing";
import { Claim, claimsOf, farNetworks, ownDestinations, undeclared } from "./declared";
import { formatRange, Nested, Range, rangeOf, union, without } from "./ranges";
import { OwnTunnel, SessionContext } from "./session-context";
import { segmentPrefixes, Topology } from "./topology";
import { Transit, transitOf } from "./transit";
import { TrafficPlan } from "./types";

/** No router forwards a packet from there (RFC 6890): "this network", loopback, link-local, groups. */
const NEVER_FORWARDED = [
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"],
  ...["::/127", "fe80::/10", "ff00::/8"],
].map(rangeOf);

/**
 * Sources and destinations of packets out of tunnels. A source belongs to a site, by whichever of the
 * site's tunnels it arrives, since paths may be asymmetric; the more specific of two declarations decides.
 */
export function planTraffic(context: SessionContext, ownPrefixes: readonly string[]): TrafficPlan {
  const { site, topology, tunnels } = context;
  const far = farNetworks(site, topology);
  const networksOfFar = (own: OwnTunnel) => far.get(topology.site(own.far)!) ?? [];
  const claims = claimsOf(far);
  const ours = [...ownPrefixes, ...linkPrefixes(context), ...site.networks]
    .filter((prefix) => !isDefault(prefix))
    .map((prefix): Claim => ({ range: rangeOf(prefix), site }));
  const known = new Nested([...ours, ...claims]);
  const others = new Nested(claims);

  const sources = tunnels.map((own) => {
    const farSite = topology.site(own.far)!;
    const prefixes = networksOfFar(own);
    const mesh = passesOnFor(own, topology);
    const declared = prefixes
      .filter((prefix) => !isDefault(prefix))
      .map(rangeOf)
      .flatMap((range) => cut(range, known.within(range), (claim) => claim.site === farSite));
    const passedOn = mesh
      ? FAMILIES.flatMap((family) =>
          cut(
            rangeOf(EVERYTHING[family]),
            [...ours, ...claims],
            ({ site: one }) => one !== site && topology.isMember(mesh, one),
          ),
        )
      : [];
    return {
      device: own.end.device,
      peer: own.end.peer,
      ranges: texts([...declared, ...passedOn]),
      anywhere: mesh ? [] : FAMILIES.filter((family) => undeclared(prefixes, family)),
    };
  });
  const { path } = context.gateway;
  const reach = new Map(tunnels.map((own) => [own, transitOf(own, path, topology)]));
  const devices = (kind: Transit) =>
    tunnels.filter((own) => reach.get(own) === kind).map(({ end }) => end.device);
  return {
    sources,
    ours: texts(ours.map(rangeIn)),
    claimed: texts([...[...ours, ...claims].map(rangeIn), ...NEVER_FORWARDED]),
    destinations: texts(
      ownDestinations(site, topology)
        .map(rangeOf)
        .flatMap((range) => cut(range, others.within(range))),
    ),
    transit: devices("open"),
    transitApart: devices("apart"),
    transitNetworks: texts(
      tunnels
        .filter((own) => reach.get(own) === "open")
        .flatMap((own) => networksOfFar(own))
        .filter((prefix) => !isDefault(prefix))
        .map(rangeOf),
    ),
  };
}

function rangeIn({ range }: Claim): Range {
  return range;
}

function texts(ranges: readonly Range[]): string[] {
  return union(ranges).map(formatRange);
}

/** A range less what is declared by others; a whole family less what is never forwarded too. */
function cut(
  whole: Range,
  claims: readonly Claim[],
  keeps: (claim: Claim) => boolean = () => false,
): Range[] {
  const holes = claims.filter((claim) => !keeps(claim)).map(rangeIn);
  return without(whole, union(whole.first === 0n ? [...holes, ...NEVER_FORWARDED] : holes));
}

function linkPrefixes({ tunnels, pairLink }: SessionContext): string[] {
  const ends = tunnels.flatMap(({ end: { ipsec, gre, forNetworks } }) => [ipsec, gre, forNetworks]);
  return [...ends, pairLink].flatMap((link) => (link ? segmentPrefixes(link) : []));
}

/** The mesh for whose members the far gateway passes traffic on, as a hub; none where it is no hub. */
function passesOnFor({ vpn, far }: OwnTunnel, topology: Topology): MeshIntent | undefined {
  const mesh = topology.mesh(vpn.mesh);
  return mesh && topology.isHub(mesh, far) ? mesh : undefined;
}
