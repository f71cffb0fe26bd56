import { Lookup } from "../model/lookup";
import { GatewayPlan, NetworkPlan } from "../plan/types";
import { Link } from "./failures";
import { foreignSites } from "./foreign";
import { WalkedGateway, WalkedSite } from "./walked";

/** Two sites whose gateways are joined by tunnels with BGP, and nothing else of the network. */
export interface Joined {
  readonly left: WalkedSite;
  readonly right: WalkedSite;
  /** Of both sites, with the tunnels and sessions between them alone. */
  readonly gateways: readonly WalkedGateway[];
  readonly links: readonly Link[];
}

/** A network, or what plan.json has of it: nothing of third parties. */
export type Walkable = Pick<NetworkPlan, "gateways" | "sites"> &
  Partial<Pick<NetworkPlan, "peers">>;

/** Every two sites that have a tunnel between them, in the plan's order; third parties come last. */
export function joinedSites({ gateways, sites, peers = [] }: Walkable): Joined[] {
  const foreign = foreignSites(peers);
  const all: readonly WalkedSite[] = [...sites, ...foreign.map(({ site }) => site)];
  const parts = new Map([
    ...gateways.map((gateway) => [gateway.name, partsOf(gateway)] as const),
    ...foreign.map(({ gateway }) => [gateway.name, partsOfForeign(gateway)] as const),
  ]);
  const siteOf = new Map(all.flatMap((site) => site.gateways.map((name) => [name, site])));
  const order = new Map(all.map((site, index) => [site, index]));
  const linksOf = new Map<WalkedSite, Map<WalkedSite, Link[]>>();
  for (const [name, { peers: index }] of parts) {
    const left = siteOf.get(name);
    for (const peer of index) {
      const right = siteOf.get(peer);
      // Each tunnel once: from the end whose site comes first.
      if (!left || !right || order.get(left)! >= order.get(right)!) continue;
      const rights = linksOf.get(left) ?? new Map<WalkedSite, Link[]>();
      linksOf.set(left, rights.set(right, [...(rights.get(right) ?? []), [name, peer]]));
    }
  }
  return [...linksOf].flatMap(([left, rights]) =>
    [...rights].map(([right, links]): Joined => {
      const scope = [...left.gateways, ...right.gateways];
      return { left, right, links, gateways: scope.map((name) => parts.get(name)!.within(scope)) };
    }),
  );
}

/** A gateway by the others that it has sessions with. */
interface Parts {
  readonly peers: readonly string[];
  /** What is walked of it, as far as it concerns these gateways. */
  within(scope: readonly string[]): WalkedGateway;
}

function partsOf(gateway: GatewayPlan): Parts {
  const { tunnels, bgp } = gateway;
  const sessions = bgp?.sessions ?? [];
  const ofTunnels = sessions.filter(({ kind }) => kind === "tunnel");
  const own = sessions.filter(({ kind }) => kind !== "tunnel");
  const byDevice = new Lookup(ofTunnels, ({ device }) => [device]);
  const byPeer = new Map(
    tunnels
      .map((tunnel) => ({ tunnel, sessions: byDevice.find([tunnel.device]) }))
      .filter((part) => part.sessions.length > 0)
      .map((part) => [part.tunnel.peer, part]),
  );
  return {
    peers: [...byPeer.keys()],
    within: (scope) => {
      const parts = scope.flatMap((name) => byPeer.get(name) ?? []);
      const sessions = [...parts.flatMap((part) => part.sessions), ...own];
      const ours = parts.map(({ tunnel }) => tunnel);
      return { ...gateway, tunnels: ours, bgp: bgp && { ...bgp, sessions } };
    },
  };
}

function partsOfForeign(gateway: WalkedGateway): Parts {
  const { tunnels, bgp } = gateway;
  const byDevice = new Lookup(bgp!.sessions, ({ device }) => [device]);
  const spoken = tunnels.filter(({ device }) => byDevice.find([device]).length > 0);
  const byPeer = new Lookup(spoken, ({ peer }) => [peer]);
  return {
    peers: spoken.map(({ peer }) => peer),
    within: (scope) => {
      const ours = byPeer.find(scope);
      const sessions = byDevice.find(ours.map(({ device }) => device));
      return { ...gateway, tunnels: ours, bgp: { ...bgp!, sessions } };
    },
  };
}
