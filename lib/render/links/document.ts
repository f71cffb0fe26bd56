import { Family, familyOf, isDefault } from "../../model/ip";
import {
  GatewayPlan,
  InsidePlan,
  NamespacePlan,
  PolicyEnd,
  TunnelEnd,
  VrfPlan,
} from "../../plan/types";
import { breakoutGroup, isolationGroups, VrfWant, withMembers } from "./isolation";
import { repairGroups } from "./repair";

/** What the kernel shall have: links, addresses and routes, in the order in which they are made. */
export interface LinksDocument {
  readonly path: string;
  /** The VRF that some links are in. */
  readonly vrf?: VrfPlan;
  /** The network namespace that all of it is in; without, the machine's own. */
  readonly namespace?: NamespacePlan;
  /** Whether any route is a fallback: that takes some words more too. */
  readonly fallbacks?: boolean;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly title: string;
  readonly wants: readonly Want[];
}

export type Want = Nic | Link | Address | Flood | Route | Blackhole | Fallback | VrfWant;

/** A device that is there already. */
export interface Nic {
  readonly kind: "nic";
  readonly device: string;
  readonly mtu?: number;
}

/** A virtual device; the options as `ip link add … type` takes them. */
export interface Link {
  readonly kind: "link";
  readonly device: string;
  readonly mtu?: number;
  /** Its packets, once wrapped, leave by the public side. */
  readonly carriedOutside?: true;
  readonly type: "xfrm" | "vti" | "vti6" | "gre" | "ip6gre" | "vxlan" | "vrf" | "dummy";
  readonly options: Readonly<Record<string, string | number | undefined>>;
}

export interface Address {
  readonly kind: "address";
  readonly device: string;
  readonly address: string;
  /** A link of two ends has nobody to ask for duplicates. */
  readonly pointToPoint: boolean;
}

/** Where a VXLAN segment sends what it floods. */
export interface Flood {
  readonly kind: "flood";
  readonly device: string;
  readonly peer: string;
}

export interface Route {
  readonly kind: "route";
  readonly prefix: string;
  /** A router on the device's segment. */
  readonly via?: string;
  readonly device: string;
  /** Number of a routing table; without, the machine's own. */
  readonly table?: number;
  /** Address of the gateway's own packets, of an IPv4 route. */
  readonly source?: string;
}

export interface Blackhole {
  readonly kind: "blackhole";
  readonly prefix: string;
  readonly table?: number;
}

/** The way to a prefix where no better one is left, which routing daemons take no notice of. */
export interface Fallback {
  readonly kind: "fallback";
  readonly prefix: string;
  readonly via: string;
  readonly device: string;
}

/** One for each network namespace that the gateway has links in, the machine's own first. */
export function linksDocuments(gateway: GatewayPlan): LinksDocument[] {
  const { path, vrf, namespace, inside } = gateway;
  const fallbacks = (gateway.repair?.partnerRoutes ?? []).length > 0;
  const own = { path, vrf, fallbacks, groups: withMembers(gateway, filled(groupsOf(gateway))) };
  if (!namespace) return [own];
  const carriers = inside.map((segment) => ({
    title: `carries inside segment ${segment.device}`,
    wants: carrierLinks(segment),
  }));
  return [
    { path, groups: filled(carriers) },
    { ...own, namespace },
  ];
}

function filled(groups: readonly Group[]): Group[] {
  return groups.filter(({ wants }) => wants.length > 0);
}

/**
 * First what keeps traffic from leaving in clear text; last what can fail for want of a device, so
 * that a missing NIC costs no tunnel.
 */
function groupsOf(gateway: GatewayPlan): Group[] {
  const { pairLink, underlay, vrf, namespace, policyVpns = [] } = gateway;
  const table = vrf?.table;
  const groups: Group[] = [
    ...isolationGroups(gateway),
    {
      title: "last resort of what belongs into tunnels",
      wants: gateway.protectedNetworks
        // A table without a default route of the public side has a last resort of everything.
        .filter((prefix) => !(vrf ?? namespace) || !isDefault(prefix))
        .map((prefix) => ({ kind: "blackhole", prefix, table })),
    },
    ...gateway.tunnels.map((tunnel) => ({
      title: `tunnel to ${tunnel.peer}`,
      wants: tunnelLinks(tunnel, underlay.family),
    })),
    {
      title: "routes into tunnels",
      wants: gateway.staticRoutes.map((route) => ({ kind: "route", ...route, table })),
    },
    ...gateway.inside.map((inside) => ({
      title: `inside segment ${inside.device}`,
      wants: [
        ...(namespace ? [] : carrierLinks(inside)),
        ...insideLinks(inside),
        ...(gateway.bgp ? [] : insideRoutes(inside, table)),
      ],
    })),
    // Behind the segments, since their routes name an address there.
    ...policyVpns.map((vpn) => ({ title: `policies with ${vpn.peer}`, wants: policyLinks(vpn) })),
  ];
  if (pairLink && !pairLink.shared) {
    const { partner, device, addresses } = pairLink;
    groups.push({
      title: `pair link to ${partner}`,
      wants: [{ kind: "nic", device }, ...addressesOf(device, addresses)],
    });
  }
  groups.push(breakoutGroup(gateway), ...repairGroups(gateway));
  return groups;
}

function tunnelLinks(tunnel: TunnelEnd, underlay: Family): Want[] {
  const { ipsec, gre, device, forNetworks } = tunnel;
  return [
    ipsecLink(ipsec, underlay),
    ...addressesOf(ipsec.device, ipsec.addresses, true),
    ...(gre ? greLinks(gre, ipsec.device) : []),
    ...addressesOf(device, forNetworks?.addresses ?? [], true),
  ];
}

function ipsecLink(ipsec: TunnelEnd["ipsec"], underlay: Family): Link {
  const { kind: type, device, mtu, id, localAddress: local, remoteAddress: remote } = ipsec;
  const carriedOutside = true;
  if (type === "gre") {
    const ends = { local, remote, key: id };
    return { ...greLink({ device, mtu, family: underlay }, ends), carriedOutside };
  }
  const options = type === "xfrm" ? { if_id: id } : { local, remote, key: id };
  return { kind: "link", device, mtu, carriedOutside, type, options };
}

/** Bound to the device below, so that no other way can carry it. */
function greLinks(gre: NonNullable<TunnelEnd["gre"]>, below: string): Want[] {
  const { local, remote, key } = gre;
  return [
    greLink(gre, { local, remote, dev: below, key }),
    ...addressesOf(gre.device, gre.addresses, true),
  ];
}

function greLink(
  { device, mtu, family }: { device: string; mtu: number; family: Family },
  ends: Link["options"],
): Link {
  return family === 4
    ? { kind: "link", device, mtu, type: "gre", options: { ...ends, ttl: 64 } }
    : // Without the encapsulation limit (RFC 2473, 4.1.1): the MTU has no room for its 8 bytes.
      {
        kind: "link",
        device,
        mtu,
        type: "ip6gre",
        options: { ...ends, ttl: 64, encaplimit: "none" },
      };
}

/**
 * A packet must have a route before its policy is looked up. It leads to a device that sends nothing:
 * a policy turns packets to the peer before they get there, and what no policy takes ends there. Its
 * MTU is what senders of longer packets are told.
 */
function policyLinks({ device, mtu, remoteSelectors, source4 }: PolicyEnd): Want[] {
  return [
    { kind: "link", device, mtu, type: "dummy", options: {} },
    ...remoteSelectors.map((prefix): Want => {
      const source = familyOf(prefix) === 4 ? source4 : undefined;
      return { kind: "route", prefix, device, source };
    }),
  ];
}

/** Where FRR runs, they are its own. */
function insideRoutes({ device, routes = [] }: InsidePlan, table?: number): Want[] {
  return routes.map((route) => ({ kind: "route", ...route, device, table }));
}

/** What a VXLAN segment runs over. */
function carrierLinks({ vxlan }: InsidePlan): Want[] {
  if (!vxlan) return [];
  const { underlay, underlayAddresses } = vxlan;
  return [{ kind: "nic", device: underlay }, ...addressesOf(underlay, underlayAddresses)];
}

function insideLinks({ device, addresses, mtu, vxlan }: InsidePlan): Want[] {
  if (!vxlan) return [{ kind: "nic", device, mtu }, ...addressesOf(device, addresses)];
  const { underlay, vni, port, group, peers } = vxlan;
  const options = { id: vni, dev: underlay, dstport: port, group, local: vxlanSource(vxlan) };
  return [
    { kind: "link", device, mtu, carriedOutside: true, type: "vxlan", options },
    ...peers.map((peer): Want => ({ kind: "flood", device, peer })),
    ...addressesOf(device, addresses),
  ];
}

/** An IPv6 segment without a group is one only if its own address says so. */
function vxlanSource({ underlayAddresses, group, peers }: NonNullable<InsidePlan["vxlan"]>) {
  const far = group ?? peers[0];
  if (far === undefined) throw new RangeError("a VXLAN segment without group and peers");
  const own = underlayAddresses.find((address) => familyOf(address) === familyOf(far));
  if (own === undefined && group === undefined && familyOf(far) === 6) {
    throw new RangeError(`VXLAN to ${far} needs an IPv6 address of the underlay's device`);
  }
  return own?.split("/")[0];
}

function addressesOf(device: string, addresses: readonly string[], pointToPoint = false): Want[] {
  return addresses.map((address) => ({ kind: "address", device, address, pointToPoint }));
}
