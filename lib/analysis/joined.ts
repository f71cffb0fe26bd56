import { BgpSession, GatewayPlan, NetworkPlan, SitePlan } from "../plan/types";
import { Link } from "./failures";

/** Two sites whose gateways are joined by tunnels with BGP, and nothing else of the network. */
export interface Joined {
  readonly left: SitePlan;
  readonly right: SitePlan;
  /** Of both sites, with the tunnels and sessions between them alone. */
  readonly gateways: readonly GatewayPlan[];
  readonly links: readonly Link[];
}

/** Every two sites that have a tunnel between them, in the plan's order. */
export function joinedSites({ gateways, sites }: NetworkPlan): Joined[] {
  const byName = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  const siteOf = new Map(sites.flatMap((site) => site.gateways.map((name) => [name, site])));
  const peers = new Map(gateways.map((gateway) => [gateway.name, indexPeers(gateway)]));
  const order = new Map(sites.map((site, index) => [site, index]));
  const linksOf = new Map<SitePlan, Map<SitePlan, Link[]>>();
  for (const [name, index] of peers) {
    const left = siteOf.get(name);
    for (const peer of index.keys()) {
      const right = siteOf.get(peer);
      // Each tunnel once: from the end whose site comes first.
      if (!left || !right || order.get(left)! >= order.get(right)!) continue;
      const rights = linksOf.get(left) ?? new Map<SitePlan, Link[]>();
      linksOf.set(left, rights.set(right, [...(rights.get(right) ?? []), [name, peer]]));
    }
  }
  return [...linksOf].flatMap(([left, rights]) =>
    [...rights].map(([right, links]): Joined => {
      const scope = [...left.gateways, ...right.gateways];
      const restricted = scope.map((name) => restrict(byName.get(name)!, peers.get(name)!, scope));
      return { left, right, links, gateways: restricted };
    }),
  );
}

/** What a gateway has with one other: a tunnel, and the sessions over it. */
interface PeerPart {
  readonly tunnel: GatewayPlan["tunnels"][number];
  readonly sessions: readonly BgpSession[];
}

function indexPeers({ tunnels, bgp }: GatewayPlan): Map<string, PeerPart> {
  const byDevice = new Map<string, BgpSession[]>();
  for (const session of bgp?.sessions ?? []) {
    if (session.kind !== "tunnel") continue;
    byDevice.set(session.device, [...(byDevice.get(session.device) ?? []), session]);
  }
  return new Map(
    tunnels.flatMap((tunnel) => {
      const sessions = byDevice.get(tunnel.device);
      return sessions ? [[tunnel.peer, { tunnel, sessions }] as const] : [];
    }),
  );
}

function restrict(
  gateway: GatewayPlan,
  peers: ReadonlyMap<string, PeerPart>,
  scope: readonly string[],
): GatewayPlan {
  const parts = scope.flatMap((name) => peers.get(name) ?? []);
  const own = gateway.bgp!.sessions.filter(({ kind }) => kind !== "tunnel");
  return {
    ...gateway,
    tunnels: parts.map(({ tunnel }) => tunnel),
    bgp: { ...gateway.bgp!, sessions: [...parts.flatMap(({ sessions }) => sessions), ...own] },
  };
}
