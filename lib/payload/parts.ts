import { Lookup } from "../model/lookup";
import { PeerPlan } from "../plan/peers/types";
import { GatewayPlan, NetworkPlan } from "../plan/types";

/** A plan by its parts: thousands of gateways and stacks ask for their own. */
export class Parts {
  private readonly gateways;
  private readonly named;
  private readonly peersByPath;
  private readonly tunnels;
  private readonly policyVpns;
  private readonly peers;
  private readonly sites;

  constructor(plan: NetworkPlan) {
    const ends = ({ left, right }: { left: string; right: string }) => [left, right];
    this.gateways = new Lookup(plan.gateways, ({ path }) => [path]);
    this.named = new Map(plan.gateways.map((it) => [it.name, it]));
    this.peersByPath = new Map(plan.peers.map((it) => [it.path, it]));
    this.tunnels = new Lookup(plan.tunnels, ends);
    this.policyVpns = plan.policyVpns && new Lookup(plan.policyVpns, ends);
    this.peers = new Lookup(plan.peers, ({ links, policyLinks }) =>
      [...links, ...policyLinks].map(({ gateway }) => gateway.path),
    );
    this.sites = new Lookup(plan.sites, (site) => site.gateways);
  }

  gateway(path: string): GatewayPlan | undefined {
    return this.gateways.find([path])[0];
  }

  gatewayNamed(name: string): GatewayPlan | undefined {
    return this.named.get(name);
  }

  peer(path: string): PeerPlan | undefined {
    return this.peersByPath.get(path);
  }

  /** What concerns some gateways, by their paths: the plan of one stack. */
  of(paths: ReadonlySet<string>): NetworkPlan {
    const gateways = this.gateways.find(paths);
    return {
      gateways,
      tunnels: this.tunnels.find(paths),
      policyVpns: this.policyVpns?.find(paths),
      peers: this.peers.find(paths),
      sites: this.sites.find(gateways.map(({ name }) => name)),
    };
  }
}
