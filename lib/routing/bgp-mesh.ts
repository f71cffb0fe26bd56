import { Construct } from "constructs";
import { SecondariesFirst } from "../gateway/delivery-order";
import { IGateway, IMeshMember } from "../gateway/igateway";
import { Misfit } from "../model/misfit";
import { chosen, copied, given, intentOf, items } from "../network/given";
import { isRegistered, Network } from "../network/network";
import { Authentication } from "../vpn/authentication";
import { GreOptions, GreOverVti, GrePins } from "../tunnel/gre-over-vti";
import { RouteBasedVpn, RouteBasedVpnOptions, RouteBasedVpnPins } from "../vpn/route-based-vpn";
import { RouteExchange } from "../vpn/route-exchange";
import { IBfdProfile } from "./ibfd-profile";
import { ById, misfitsOf, TUNNELS, Wanted } from "./by-id";
import { MeshKeys } from "./mesh-keys";
import { byPath, pinsById } from "./mesh-pins";
import { MeshTopology } from "./mesh-topology";
import { TunnelPreferences } from "./tunnel-preferences";

/** Fixed values of one of a mesh's tunnels. */
export interface MeshTunnelPins {
  /**
   * Of the VPN.
   *
   * @default - none
   */
  readonly vpn?: RouteBasedVpnPins;
  /**
   * Of the GRE tunnel over it.
   *
   * @default - none
   */
  readonly gre?: GrePins;
  /**
   * Subnets of the second pair of addresses that prefixIndependentConvergence wants, at most one for each
   * family: a /31, /30 or /127. The first usable address is the left end's.
   *
   * @default - by the tunnel's construct path, out of its addressPools
   */
  readonly networkSubnets?: string[];
}

/** Fixed values of what prefixIndependentConvergence gives a site. */
export interface MeshSitePins {
  /**
   * Subnets of two addresses, at most one for each family: a /31, /30 or /127. The first usable one is
   * the site's address, the second the next hop by which the other sites' gateways reach it.
   *
   * @default - by the site's construct path, out of 100.64.0.0/10 and fdcd:7076:6e00::/48
   */
  readonly subnets?: string[];
  /**
   * Name of the VRF device on the other sites' gateways, at most 15 characters.
   *
   * @default - `to-` and the site's construct id
   */
  readonly device?: string;
}

/** Sites joined by BGP over VPNs. */
export interface BgpMeshProps {
  /** The sites: gateways, or pairs of them. Each has an AS number of its own. */
  readonly members: IMeshMember[];
  /**
   * Template of the VPNs between gateways of different members. One pre-shared key in it lets each of our own
   * gateways authenticate as any other of them. It is refused for a ForeignGateway in the same mesh as other
   * gateways: `memberAuthentication` gives each one its own.
   */
  readonly vpn: RouteBasedVpnOptions;
  /**
   * Authentication of one member's VPNs, in place of the template's: the key is the member's construct id. In hub
   * and spoke it gives each branch a key of its own. Where both members of a VPN have one, `tunnelAuthentication`
   * has to name the VPN's.
   *
   * @default - as in `vpn`
   */
  readonly memberAuthentication?: Record<string, Authentication>;
  /**
   * Authentication of one VPN, in place of its members' and the template's: the key is the tunnel's construct id,
   * as in `a-c`.
   *
   * @default - as in `memberAuthentication`, else as in `vpn`
   */
  readonly tunnelAuthentication?: Record<string, Authentication>;
  /**
   * Template of GRE tunnels over the VPNs.
   *
   * @default - no GRE
   */
  readonly gre?: GreOptions;
  /**
   * Liveness of the sessions, and of the members' own.
   *
   * @default - none: BGP's hold time alone notices a dead path
   */
  readonly bfd?: IBfdProfile;
  /**
   * Which members are joined.
   *
   * @default MeshTopology.full()
   */
  readonly topology?: MeshTopology;
  /**
   * Seconds between BGP keepalives.
   *
   * @default 3
   */
  readonly keepaliveSeconds?: number;
  /**
   * Seconds without a message until a BGP session is down; at least three times the keepalive.
   *
   * @default 9
   */
  readonly holdTimeSeconds?: number;
  /**
   * Seconds between attempts to connect.
   *
   * @default 10
   */
  readonly connectRetrySeconds?: number;
  /**
   * Whether synthesis also walks every two failures of any two members: of what is survived alone,
   * what is not survived together. Nothing is refused for it; `runbook.md` and `plan.json` list it.
   *
   * @default false
   */
  readonly analyzeDoubleFailures?: boolean;
  /**
   * Fixed values by tunnel: the key is the tunnel's construct id, as in `a-c`.
   *
   * @default - none
   */
  readonly pins?: Record<string, MeshTunnelPins>;
  /**
   * Preferences and communities by tunnel: the key is the tunnel's construct id, as in `a-c`. The failure analysis
   * goes by them.
   *
   * Errors: an end that is a ForeignGateway, which is not configured here.
   *
   * @default - none: preferences by the roles in an HaPair
   */
  readonly tunnelPreferences?: Record<string, TunnelPreferences>;
  /**
   * Whether the time to repair is the same for ten prefixes as for twenty thousand. FRR writes every
   * route anew when its next hop changes, some thousand a second. With this, networks of another site have
   * a next hop of their own, which leads into a VRF with one route: to the site's address, which each of
   * its gateways announces. A failure moves that route alone. Two BGP sessions for each tunnel and family
   * keep the two apart: BFD watches the one with the site's address, while that with the networks stays
   * until BGP's hold time is over.
   *
   * Where a gateway has lost a network that its partner still has, it sends over the pair link, so pairs
   * need one of their own (PairLink.onInterface()). Wants `bfd`, pairs in HaMode.ACTIVE_STANDBY, and gateways
   * that are ours, without isolation and without a default route among their networks. An inner router
   * that knows all networks has to repair its own table.
   *
   * On the gateway: a VRF device and a routing table for each other site, a second pair of addresses on
   * each tunnel, two sessions in place of each one, and for the site's own networks routes of last resort
   * to the partner.
   *
   * @default false
   */
  readonly prefixIndependentConvergence?: boolean;
  /**
   * Fixed values of sites with prefixIndependentConvergence: the key is the member's construct id.
   *
   * @default - none
   */
  readonly sitePins?: Record<string, MeshSitePins>;
}

/**
 * Tunnels between all gateways of different members, and eBGP over each of them: one session for
 * each address family. A member announces its own networks only; a hub passes on what it learns.
 *
 * On the gateway: `router bgp` in frr.conf, with a description, timers, policy and BFD for each
 * neighbor, and the files of RouteBasedVpn and GreOverVti for each tunnel.
 */
export class BgpMesh extends Construct {
  /** Whether a value is a BgpMesh of this library. */
  public static isBgpMesh(x: unknown): x is BgpMesh {
    return isRegistered(x, "meshes");
  }

  /** The VPNs, by construct id. */
  public readonly vpns: Record<string, RouteBasedVpn> = {};
  private readonly members: IMeshMember[];
  private readonly sites = new Set<IMeshMember>();
  private readonly hubSites: IMeshMember[] = [];
  private readonly hubs?: readonly IMeshMember[] | Misfit;
  private readonly template: Template;
  private readonly templateMisfits: Record<string, Misfit>;
  private readonly pins: ById<MeshTunnelPins>;
  private readonly preferences: ById<TunnelPreferences>;
  private readonly keys: MeshKeys;
  private readonly delivery = new SecondariesFirst();

  constructor(scope: Construct, id: string, props: BgpMeshProps) {
    super(scope, id);
    const { members, vpn, gre, bfd, topology = MeshTopology.full(), ...more } = given(props);
    const { pins, sitePins, tunnelPreferences, ...others } = more;
    const { memberAuthentication, tunnelAuthentication, ...rest } = others;
    const network = Network.of(this);
    this.members = copied(members);
    this.hubs = chosen(topology, MeshTopology, ({ _hubs }) => _hubs, TOPOLOGIES);
    this.template = { vpn: given(vpn, "vpn"), gre: gre === undefined ? gre : given(gre, "gre") };
    this.templateMisfits = { ...misfitsIn(this.template.vpn), ...misfitsIn(this.template.gre) };
    this.pins = pinsById("pins", pins, TUNNEL_PINS);
    this.preferences = pinsById("tunnelPreferences", tunnelPreferences, ENDS);
    this.keys = new MeshKeys(
      this.template.vpn.authentication,
      memberAuthentication,
      tunnelAuthentication,
    );
    const pinsOfSites = pinsById("sitePins", sitePins, SITE_PINS);
    for (const member of items(this.members)) this.join(member);
    network.add("meshes", this, () => this.intent(bfd, pinsOfSites, rest));
  }

  /** Joins another site, with the tunnels that the topology asks for; pins and authentication may name it already. */
  public addMember(member: IMeshMember): void {
    if (Array.isArray(this.members)) this.members.push(member);
    this.join(member);
    Network.of(this).forget();
  }

  /** Tunnels to the members before it. What cannot be a member makes none; the model refuses it. */
  private join(member: IMeshMember): void {
    if (!Network.of(this).has(member, ...MEMBERS) || this.sites.has(member)) return;
    this.keys.add(member);
    for (const [left, right] of this.joinedWith(member).flatMap((one) =>
      gatewayPairs(one, member),
    )) {
      const name = `${left.gatewayName}-${right.gatewayName}`;
      // Gateways of one name are refused; a second tunnel of that name cannot be made.
      if (!Object.hasOwn(this.vpns, name)) this.vpns[name] = this.tunnel(name, left, right);
    }
    this.sites.add(member);
    this.delivery.add(member);
    if (this.isHub(member)) this.hubSites.push(member);
  }

  private joinedWith(member: IMeshMember): readonly IMeshMember[] {
    if (!this.hasTemplate) return [];
    return this.isHub(member) ? [...this.sites] : this.hubSites;
  }

  /** One that is none is reported once, at the mesh, and makes no tunnels. */
  private get hasTemplate(): boolean {
    return Object.keys(this.templateMisfits).length === 0;
  }

  /** In a full mesh every member is as a hub. */
  private isHub(member: IMeshMember): boolean {
    const { hubs } = this;
    return !hubs || hubs instanceof Misfit || hubs.includes(member);
  }

  private tunnel(name: string, left: IGateway, right: IGateway): RouteBasedVpn {
    const { vpn, gre } = this.template;
    const pins = this.pins.byId.get(name);
    const authentication = this.keys.of(name, left, right);
    const own = { left, right, routes: RouteExchange._bgp(this.node.path), pins: pins?.vpn };
    const tunnel = new RouteBasedVpn(this, name, intentOf(own, { ...vpn, authentication }));
    if (gre) new GreOverVti(tunnel, "gre", intentOf({ vpn: tunnel, pins: pins?.gre }, gre));
    return tunnel;
  }

  private intent<Rest extends Record<string, unknown>>(
    bfd: IBfdProfile | undefined,
    sitePins: ById<MeshSitePins>,
    rest: Rest,
  ) {
    const network = Network.of(this);
    const reference = (member: unknown) => network.reference(member, ...MEMBERS);
    const vpns = new Map(Object.entries(this.vpns));
    const sitesById = new Map([...this.sites].map((site) => [site.node.id, site]));
    const own = {
      members: Array.isArray(this.members) ? this.members.map(reference) : this.members,
      hubs: this.hubs instanceof Misfit ? this.hubs.at("topology") : this.hubs?.map(reference),
      bfd: network.optionalReference(bfd, "bfdProfiles"),
      tunnelPreferences: byPath(vpns, this.preferences, (preferences) => preferences),
      networkSubnets: byPath(vpns, this.pins, ({ networkSubnets }) => networkSubnets),
      sitePins: byPath(sitesById, sitePins, (pin) => pin),
    };
    const isTunnel = (id: string) => !this.hasTemplate || vpns.has(id);
    const wrong: object = {
      ...this.templateMisfits,
      ...this.keys.misfits(isTunnel),
      ...misfitsOf(this.pins, isTunnel, TUNNELS),
      ...misfitsOf(this.preferences, isTunnel, TUNNELS),
      ...misfitsOf(sitePins, (id) => sitesById.has(id), SITES),
    };
    return intentOf(own, wrong, rest);
  }
}

interface Template {
  readonly vpn: RouteBasedVpnOptions;
  readonly gre?: GreOptions;
}

const TOPOLOGIES = "make it with MeshTopology.full() or MeshTopology.hubAndSpoke()";

/** What a mesh can join. */
const MEMBERS = ["gateways", "foreignGateways", "pairs"] as const;

const TUNNEL_PINS: Record<keyof MeshTunnelPins, true> = {
  vpn: true,
  gre: true,
  networkSubnets: true,
};
const SITE_PINS: Record<keyof MeshSitePins, true> = { subnets: true, device: true };

const ENDS: Record<keyof TunnelPreferences, true> = { left: true, right: true };

const SITES: Wanted = ["a member of the mesh", "use the members' construct ids"];

function misfitsIn(template: object | undefined): Record<string, Misfit> {
  const entries = Object.entries(template ?? {});
  return Object.fromEntries(entries.filter(([, value]) => value instanceof Misfit));
}

/** By name, so that the order of `members` renames no tunnel: its id is what all else goes by. */
function inOrder(a: IGateway, b: IGateway): [IGateway, IGateway] {
  return a.gatewayName < b.gatewayName ? [a, b] : [b, a];
}

function gatewayPairs(a: IMeshMember, b: IMeshMember): [IGateway, IGateway][] {
  return a.memberGateways.flatMap((one) => b.memberGateways.map((other) => inOrder(one, other)));
}
