import { FAMILIES, Family } from "../model/ip";
import { PeerPlan, PeerSession } from "../plan/peers/types";
import { SitePlan } from "../plan/types";
import { WalkedGateway, WalkedSession, WalkedSite } from "./walked";

/** Stand for the networks of a site that declares none: some network is behind it (RFC 5737, RFC 3849). */
const SOME_NETWORK: Readonly<Record<Family, string>> = { 4: "192.0.2.0/24", 6: "2001:db8::/32" };

export function isStandIn(prefix: string): boolean {
  return Object.values(SOME_NETWORK).includes(prefix);
}

/** A third party's gateway that speaks BGP with ours: a site of its own, one gateway. */
export interface ForeignSite {
  readonly site: WalkedSite;
  readonly gateway: WalkedGateway;
}

/** Its end of each session is the mirror of ours, as its sheet has it; timers are the negotiated ones. */
export function foreignSites(peers: readonly PeerPlan[]): ForeignSite[] {
  return peers.flatMap((peer) => {
    const { name, asn, links } = peer;
    const sessions = links.flatMap((link) =>
      link.sessions.map((session) => mirrored(session, link.end.device, link.bfd?.name)),
    );
    if (asn === undefined || sessions.length === 0) return [];
    const site = siteOf(peer, asn, sessions);
    const profiles = new Map(links.flatMap(({ bfd }) => (bfd ? [[bfd.name, bfd]] : [])));
    const gateway: WalkedGateway = {
      name,
      inside: [],
      tunnels: links.map(({ end }) => end),
      bgp: { asn, networks: site.networks, maximumPaths: 1, sessions },
      bfdProfiles: [...profiles.values()],
    };
    return [{ site, gateway }];
  });
}

function siteOf(
  { path, name, networks, expectedPrefixes }: PeerPlan,
  asn: number,
  sessions: readonly WalkedSession[],
) {
  const families = FAMILIES.filter((it) => sessions.some(({ family }) => family === it));
  const known = networks.length > 0 ? networks : families.map((family) => SOME_NETWORK[family]);
  const site: SitePlan = { path, asn, gateways: [name], networks: known, doubleFailures: true };
  return { ...site, expectedPrefixes, foreign: true as const };
}

function mirrored(session: PeerSession, device: string, bfdProfile?: string): WalkedSession {
  const { announced, announcesDefault, ttlSecurity: _, ...same } = session;
  return {
    ...{ ...same, kind: "tunnel", device, bfdProfile },
    accept: announced,
    acceptDefault: announced === undefined && announcesDefault ? true : undefined,
    transit: false,
    policy: {},
  };
}
