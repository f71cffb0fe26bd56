import {
  BfdProfilePlan,
  BgpPlan,
  BgpSession,
  GatewayPlan,
  OspfPlan,
  PairLinkPlan,
  SitePlan,
  TunnelEnd,
  VrrpPlan,
} from "../plan/types";

/**
 * What the analysis reads of a gateway, and no more: whether two sites are alike is decided by all of it
 * (shape.ts), so the types let nothing else decide anything. The gateway of a third party has it too.
 */
export interface WalkedGateway {
  readonly name: string;
  readonly inside: readonly Pick<GatewayPlan["inside"][number], "addresses">[];
  readonly pairLink?: Pick<PairLinkPlan, "partner" | "addresses" | "shared">;
  readonly tunnels: readonly WalkedTunnel[];
  readonly bgp?: WalkedBgp;
  readonly ospf?: Omit<OspfPlan, "routerId" | "area" | "segments">;
  readonly vrrp?: Pick<VrrpPlan, "priority" | "advertisementIntervalMs">;
  readonly bfdProfiles: readonly BfdProfilePlan[];
  readonly insideRoutersBfd?: GatewayPlan["insideRoutersBfd"];
}

export interface WalkedTunnel extends Pick<TunnelEnd, "peer" | "device" | "addresses"> {
  readonly forNetworks?: Pick<NonNullable<TunnelEnd["forNetworks"]>, "addresses">;
}

export interface WalkedBgp extends Pick<
  BgpPlan,
  "asn" | "networks" | "maximumPaths" | "gracefulShutdown"
> {
  readonly sessions: readonly WalkedSession[];
  readonly listen?: Pick<NonNullable<BgpPlan["listen"]>, "timers" | "bfdProfile">;
}

export type WalkedSession = Pick<
  BgpSession,
  | "kind"
  | "device"
  | "neighbor"
  | "family"
  | "timers"
  | "bfdProfile"
  | "accept"
  | "acceptDefault"
  | "transit"
  | "policy"
  | "carries"
>;

export interface WalkedSite extends SitePlan {
  /** Run by a third party: its own failures are not ours to survive. */
  readonly foreign?: true;
}

/** The part of a gateway's plan that is walked, with these of its tunnels and sessions. */
export function walkedGateway(
  gateway: GatewayPlan,
  tunnels: readonly TunnelEnd[],
  sessions: readonly BgpSession[],
): WalkedGateway {
  const { name, inside, pairLink, bgp, ospf, vrrp, bfdProfiles, insideRoutersBfd } = gateway;
  const { asn, networks, maximumPaths, gracefulShutdown, listen } = bgp!;
  return {
    name,
    inside: inside.map(({ addresses }) => ({ addresses })),
    pairLink: pairLink && {
      partner: pairLink.partner,
      addresses: pairLink.addresses,
      shared: pairLink.shared,
    },
    tunnels: tunnels.map(walkedTunnel),
    bgp: {
      ...{ asn, networks, maximumPaths, gracefulShutdown },
      sessions: sessions.map(walkedSession),
      listen: listen && { timers: listen.timers, bfdProfile: listen.bfdProfile },
    },
    ospf: ospf && walkedOspf(ospf),
    vrrp: vrrp && {
      priority: vrrp.priority,
      advertisementIntervalMs: vrrp.advertisementIntervalMs,
    },
    bfdProfiles,
    insideRoutersBfd,
  };
}

export function walkedTunnel({ peer, device, addresses, forNetworks }: TunnelEnd): WalkedTunnel {
  return {
    ...{ peer, device, addresses },
    ...(forNetworks && { forNetworks: { addresses: forNetworks.addresses } }),
  };
}

function walkedSession(session: BgpSession): WalkedSession {
  const { kind, device, neighbor, family, timers, bfdProfile } = session;
  const { accept, acceptDefault, transit, policy, carries } = session;
  return {
    ...{ kind, device, neighbor, family, timers, bfdProfile },
    ...{ accept, acceptDefault, transit, policy, carries },
  };
}

function walkedOspf({ routerId: _, area: __, segments: ___, ...walked }: OspfPlan) {
  return walked;
}
