import { Family, familyOf, isDefault } from "../../model/ip";
import { InsidePlan, LinksSlice, PolicyEnd, TunnelEnd } from "../../plan/types";
import { breakoutGroup, isolationGroups, withMembers } from "./isolation";
import { picGroups } from "./pic";
import { Group, Link, LinksDocument, Want } from "./types";

/** One for each network namespace that the gateway has links in, the machine's own first. */
export function linksDocuments(gateway: LinksSlice): LinksDocument[] {
  const { path, vrf, namespace, inside } = gateway;
  const fallbacks = (gateway.pic?.partnerRoutes ?? []).length > 0;
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
function groupsOf(gateway: LinksSlice): Group[] {
  const { pairLink, vrf, namespace, policyVpns = [] } = gateway;
  const table = vrf?.table;
  const groups: Group[] = [
    ...isolationGroups(gateway),
    {
      title: "last resort of what belongs into tunnels",
      wants: gateway.protectedNetworks
        // A table without a default route of the outside has a last resort of everything.
        .filter((prefix) => !(vrf ?? namespace) || !isDefault(prefix))
        .map((prefix) => ({ kind: "blackhole", prefix, table })),
    },
    ...gateway.tunnels.map((tunnel) => ({
      title: `tunnel to ${tunnel.peer}`,
      wants: tunnelLinks(tunnel),
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
  groups.push(breakoutGroup(gateway), ...picGroups(gateway));
  return groups;
}

function tunnelLinks(tunnel: TunnelEnd): Want[] {
  const { ipsec, gre, device, forNetworks } = tunnel;
  return [
    ipsecLink(ipsec),
    ...addressesOf(ipsec.device, ipsec.addresses, true),
    ...(gre ? greLinks(gre, ipsec.device) : []),
    ...addressesOf(device, forNetworks?.addresses ?? [], true),
  ];
}

function ipsecLink(ipsec: TunnelEnd["ipsec"]): Link {
  const { kind: type, family, device, mtu, id, localAddress: local, remoteAddress: remote } = ipsec;
  const carriedOutside = true;
  if (type === "gre") {
    const ends = { local, remote, key: id };
    return { ...greLink({ device, mtu, family }, ends), carriedOutside };
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
 * MTU is in the error that senders of longer packets get.
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
