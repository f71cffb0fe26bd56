import { BgpSession, GatewayPlan, NetworkPlan } from "../plan/types";
import { Link } from "./failures";
import { foreignSites } from "./foreign";
import { WalkedGateway, walkedGateway, WalkedSite } from "./walked";

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
  const byDevice = new Map<string, BgpSession[]>();
  for (const session of bgp?.sessions ?? []) {
    if (session.kind !== "tunnel") continue;
    byDevice.set(session.device, [...(byDevice.get(session.device) ?? []), session]);
  }
  const byPeer = new Map(
    tunnels.flatMap((tunnel) => {
      const sessions = byDevice.get(tunnel.device);
      return sessions ? [[tunnel.peer, { tunnel, sessions }] as const] : [];
    }),
  );
  const own = (bgp?.sessions ?? []).filter(({ kind }) => kind !== "tunnel");
  return {
    peers: [...byPeer.keys()],
    within: (scope) => {
      const parts = scope.flatMap((name) => byPeer.get(name) ?? []);
      return walkedGateway(
        gateway,
        parts.map(({ tunnel }) => tunnel),
        [...parts.flatMap(({ sessions }) => sessions), ...own],
      );
    },
  };
}

function partsOfForeign(gateway: WalkedGateway): Parts {
  const { tunnels, bgp } = gateway;
  const spoken = tunnels.filter(({ device }) => bgp!.sessions.some((it) => it.device === device));
  return {
    peers: spoken.map(({ peer }) => peer),
    within: (scope) => {
      const ours = spoken.filter(({ peer }) => scope.includes(peer));
      const devices = ours.map(({ device }) => device);
      const sessions = bgp!.sessions.filter(({ device }) => devices.includes(device));
      return { ...gateway, tunnels: ours, bgp: { ...bgp!, sessions } };
    },
  };
}
