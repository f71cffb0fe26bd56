import { AnnouncedIntent } from "../model/announced";
import { AnyGatewayIntent, GatewayIntent } from "../model/gateway";
import { InsideRoutingIntent } from "../model/inside-routing";
import {
  addressOf,
  cidr,
  contains,
  formatCidr,
  ip,
  isDefault,
  network as networkOf,
} from "../model/ip";
import { gatewaysByPath, NetworkIntent } from "../model/network";
import { BfdProfileIntent, HaPairIntent, MeshIntent } from "../model/routing";
import { farEnd, GreIntent, PolicyVpnIntent, VpnIntent } from "../model/vpn";
import { Endpoints } from "./endpoints";

export type Role = "primary" | "secondary" | "sole";

/** A member of a mesh: one site, be it a single gateway or a pair. */
export interface Site {
  readonly path: string;
  readonly gateways: readonly AnyGatewayIntent[];
  readonly pair?: HaPairIntent;
  readonly asn?: number;
  readonly networks: readonly string[];
  readonly announced: AnnouncedIntent;
  /** What its gateways speak with inner routers, if anything. */
  readonly insideRouting?: InsideRoutingIntent;
}

/** The references between intents, resolved once. Dangling ones are left out: checks report them. */
export class Topology {
  private readonly gateways: ReadonlyMap<string, AnyGatewayIntent>;
  private readonly siteOf = new Map<string, Site>();
  private readonly sitesByPath = new Map<string, Site>();
  private readonly meshesByPath: ReadonlyMap<string, MeshIntent>;
  private readonly giversOf = new Map<MeshIntent, readonly Site[]>();
  private readonly meshOf = new Map<string, MeshIntent>();
  private readonly membersOf: ReadonlyMap<MeshIntent, ReadonlySet<string>>;
  private readonly profilesByPath: ReadonlyMap<string, BfdProfileIntent>;
  private readonly greByVpn: ReadonlyMap<string, GreIntent>;
  private readonly vpnsOf: ReadonlyMap<string, VpnIntent[]>;
  private readonly policyVpnsOf: ReadonlyMap<string, PolicyVpnIntent[]>;
  private readonly endpointsOf = new Map<string, Endpoints>();

  constructor(readonly intent: NetworkIntent) {
    this.gateways = gatewaysByPath(intent);
    for (const pair of intent.pairs) this.addSite(pair.path, [pair.primary, pair.secondary], pair);
    for (const gateway of this.gateways.values()) {
      if (!this.siteOf.has(gateway.path)) this.addSite(gateway.path, [gateway.path]);
    }
    this.meshesByPath = new Map(intent.meshes.map((mesh) => [mesh.path, mesh]));
    for (const mesh of intent.meshes) {
      for (const member of mesh.members) {
        if (!this.meshOf.has(member)) this.meshOf.set(member, mesh);
      }
    }
    this.membersOf = new Map(intent.meshes.map((mesh) => [mesh, new Set(mesh.members)]));
    this.profilesByPath = new Map(intent.bfdProfiles.map((profile) => [profile.path, profile]));
    this.greByVpn = new Map(intent.gres.map((gre) => [gre.vpn, gre]));
    this.vpnsOf = byEnd(intent.vpns);
    this.policyVpnsOf = byEnd(intent.policyVpns);
  }

  gateway(path: string): AnyGatewayIntent | undefined {
    return this.gateways.get(path);
  }

  site(gateway: string): Site | undefined {
    return this.siteOf.get(gateway);
  }

  /** A mesh member by the path it is listed with: a pair's or a gateway's. */
  member(path: string): Site | undefined {
    return this.sitesByPath.get(path) ?? this.siteOf.get(path);
  }

  sites(): Site[] {
    return [...this.sitesByPath.values()];
  }

  mesh(path: string | undefined): MeshIntent | undefined {
    return path === undefined ? undefined : this.meshesByPath.get(path);
  }

  /** The mesh that a site is a member of, if any; its timers serve the site's own sessions too. */
  meshOfSite(site: Site): MeshIntent | undefined {
    return this.meshOf.get(site.path);
  }

  isMember(mesh: MeshIntent, site: Site): boolean {
    return this.membersOf.get(mesh)!.has(site.path);
  }

  bfdProfile(path: string | undefined): BfdProfileIntent | undefined {
    return path === undefined ? undefined : this.profilesByPath.get(path);
  }

  /** Members of a mesh with a default route of their own: looked for once, since every spoke asks. */
  defaultGivers(mesh: MeshIntent): readonly Site[] {
    const known = this.giversOf.get(mesh);
    if (known) return known;
    const givers = mesh.members
      .flatMap((path) => this.member(path) ?? [])
      .filter(({ networks }) => networks.some(isDefault));
    this.giversOf.set(mesh, givers);
    return givers;
  }

  gre(vpn: VpnIntent): GreIntent | undefined {
    return this.greByVpn.get(vpn.path);
  }

  vpns(gateway: string): readonly VpnIntent[] {
    return this.vpnsOf.get(gateway) ?? [];
  }

  policyVpns(gateway: string): readonly PolicyVpnIntent[] {
    return this.policyVpnsOf.get(gateway) ?? [];
  }

  /** The gateways that it has a VPN with, of either kind, one for each VPN. */
  peers(gateway: string): AnyGatewayIntent[] {
    const vpns = [...this.vpns(gateway), ...this.policyVpns(gateway)];
    return vpns.flatMap((vpn) => this.gateway(farEnd(vpn, gateway)) ?? []);
  }

  /** Its peers by where their addresses are. */
  endpoints(gateway: string): Endpoints {
    const known = this.endpointsOf.get(gateway);
    if (known) return known;
    const endpoints = new Endpoints(this.peers(gateway));
    this.endpointsOf.set(gateway, endpoints);
    return endpoints;
  }

  role(gateway: string): Role {
    const pair = this.siteOf.get(gateway)?.pair;
    if (!pair) return "sole";
    return pair.primary === gateway ? "primary" : "secondary";
  }

  isHub(mesh: MeshIntent, gateway: string): boolean {
    const site = this.site(gateway);
    return mesh.hubs !== undefined && site !== undefined && mesh.hubs.includes(site.path);
  }

  private addSite(path: string, gatewayPaths: readonly string[], pair?: HaPairIntent): void {
    // A gateway that a second pair claims stays with the first; the checks report the claim.
    const unclaimed = gatewayPaths.filter((p) => !this.siteOf.has(p));
    const gateways = unclaimed.flatMap((p) => this.gateways.get(p) ?? []);
    const sole = pair ? undefined : gateways[0];
    const site: Site = {
      path,
      gateways,
      pair,
      asn: pair?.asn ?? gateways[0]?.asn,
      networks: pair?.networks ?? gateways.flatMap(networksOf),
      announced: pair ?? gateways[0] ?? {},
      insideRouting: pair?.insideRouting ?? (sole?.foreign ? undefined : sole?.insideRouting),
    };
    this.sitesByPath.set(path, site);
    for (const gateway of gateways) this.siteOf.set(gateway.path, site);
  }
}

function byEnd<T extends { left: string; right: string }>(vpns: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const vpn of vpns) {
    for (const end of [vpn.left, vpn.right]) {
      const known = found.get(end);
      if (known) known.push(vpn);
      else found.set(end, [vpn]);
    }
  }
  return found;
}

/** What a gateway announces by default: the prefixes of its inside segments. */
export function networksOf(gateway: AnyGatewayIntent): string[] {
  if (gateway.networks) return [...gateway.networks];
  return gateway.foreign ? [] : insidePrefixes(gateway);
}

function insidePrefixes(gateway: GatewayIntent): string[] {
  return [...new Set(gateway.inside.flatMap(segmentPrefixes))];
}

export function segmentPrefixes(segment: { readonly addresses: readonly string[] }): string[] {
  return segment.addresses.map((address) => formatCidr(networkOf(cidr(address))));
}

/** The one of these interface addresses that another address is on a link with; none where routers are between. */
export function onLinkWith(other: string, addresses: readonly string[]): string | undefined {
  const own = addresses.find((address) => contains(cidr(address), ip(other)));
  return own && addressOf(own);
}

/** Networks behind a gateway's inner routers; a default route names none. */
export function routedInside({ inside }: GatewayIntent): string[] {
  const prefixes = inside.flatMap(({ routes }) => (routes ?? []).map(({ prefix }) => prefix));
  return prefixes.filter((prefix) => !isDefault(prefix));
}
