import { Family, familyOf } from "../../model/ip";
import { uplinkDevices, vpnEnds } from "../../plan/ends";
import { BgpSession, FirewallSlice, InsidePlan, OspfSegment } from "../../plan/types";
import { ADDRESS, linkPrefixes, prefixes } from "./addresses";
import { Element, FirewallSet } from "./types";
import { trafficFamilySets, trafficSets } from "./traffic-sets";

const HOPS = { 4: "ip ttl", 6: "ip6 hoplimit" } as const;

/** Every set that rules.ts knows; many are empty on any one gateway. */
export function sets(gateway: FirewallSlice): FirewallSet[] {
  const { uplinks, bgp } = gateway;
  const segments = segmentsOf(gateway).filter(({ group }) => group !== undefined);
  return [
    {
      name: "protected",
      side: "private",
      comment: "Between these packets are forwarded, and nowhere else.",
      types: ["ifname"],
      elements: protectedDevices(gateway),
    },
    {
      name: "partner",
      side: "private",
      comment: "What comes from there, the partner has no better way for.",
      types: ["ifname"],
      elements: (gateway.pic?.partnerRoutes ?? [])
        .slice(0, 1)
        .map(({ device }) => ({ key: [device] })),
    },
    {
      name: "underlay",
      side: "public",
      comment: "Carries IKE and ESP.",
      types: ["ifname"],
      elements: uplinkDevices(uplinks).map((device) => ({ key: [device] })),
    },
    {
      name: "management_ports",
      side: "public",
      comment: "Where the SSH daemon listens.",
      types: ["inet_service"],
      elements: [{ key: [gateway.managementPort] }],
    },
    {
      name: "carriers",
      side: "private",
      comment: "Carry GRE.",
      types: ["ifname"],
      elements: gateway.tunnels.flatMap(({ ipsec, gre }) => (gre ? [{ key: [ipsec.device] }] : [])),
    },
    {
      name: "echoes",
      side: "private",
      comment: "BFD's echoes of the partner go back to it.",
      types: ["ifname", "ipv4_addr"],
      elements: echoingPartners(gateway).map(({ device, neighbor }) => ({
        key: [device, neighbor],
      })),
    },
    {
      name: "listen",
      side: "private",
      comment: "Where inner routers may come from any address of a prefix.",
      types: ["ifname"],
      elements: bgp?.listen ? [{ key: [bgp.listen.device] }] : [],
    },
    {
      name: "segments",
      side: "public",
      comment: "Carry VXLAN to and from a multicast group.",
      types: ["ifname", "inet_service"],
      elements: segments.map(({ underlay, port }) => ({ key: [underlay, port] })),
    },
    {
      name: "segment_devices",
      side: "public",
      comment: "Carry the membership of such a group.",
      types: ["ifname"],
      elements: segments.map(({ underlay }) => ({ key: [underlay] })),
    },
    {
      name: "ospf_prefixes4",
      side: "private",
      comment: "May speak OSPF version 2; version 3 speaks from link-local addresses.",
      types: ["ipv4_addr"],
      interval: true,
      elements: prefixes(
        ospfSegments(gateway)
          .flatMap((segment) => segment.prefixes)
          .filter((prefix) => familyOf(prefix) === 4),
      ),
    },
    ...trafficSets(gateway),
    ...familySets(gateway, 4),
    ...familySets(gateway, 6),
  ];
}

/**
 * Over IPv4 an echo is from its sender's address to the same (RFC 5881, 4), and the kernel of the other end forwards it
 * back. Over IPv6 FRR's bfdd answers it.
 */
function echoingPartners({ pairLink, bgp, bfdProfiles }: FirewallSlice): readonly BgpSession[] {
  if (!pairLink || pairLink.shared) return [];
  const echoing = bfdProfiles.filter(({ echoIntervalMs }) => echoIntervalMs !== undefined);
  return (bgp?.sessions ?? []).filter(
    ({ kind, family, bfdProfile }) =>
      kind === "pair" && family === 4 && echoing.some(({ name }) => name === bfdProfile),
  );
}

function familySets(gateway: FirewallSlice, family: Family): FirewallSet[] {
  const { tunnels, policyVpns = [], bgp, vrrp, managementFrom, pic, additions } = gateway;
  const peers = vpnEnds(gateway).filter(({ ipsec }) => ipsec.family === family);
  const ours = (text: string) => familyOf(text) === family;
  const far = (bgp?.sessions ?? []).filter((one) => one.multihop && one.family === family);
  return [
    {
      name: `services${family}`,
      side: "both",
      comment: "May reach services that the app has added.",
      types: [ADDRESS[family], "inet_proto", "inet_service"],
      interval: true,
      elements: (additions?.allow ?? []).flatMap(({ sources, protocol, ports }) =>
        sources
          .filter(ours)
          .flatMap((one) => ports.map((port) => ({ key: [one, protocol, port] }))),
      ),
    },
    {
      name: `peers${family}`,
      side: "public",
      comment: "May speak IKE and ESP.",
      types: [ADDRESS[family]],
      elements: peers.flatMap(({ peer, ipsec: { remoteAddress } }) =>
        remoteAddress === undefined ? [] : [{ key: [remoteAddress], comment: peer }],
      ),
    },
    {
      name: `ike_ports${family}`,
      side: "public",
      comment: "For peers from anywhere: a NAT puts ESP there too.",
      types: ["inet_service"],
      elements: peers.some(({ ipsec }) => ipsec.remoteAddress === undefined)
        ? [{ key: [500] }, { key: [4500] }]
        : [],
    },
    {
      name: `gre_peers${family}`,
      side: "public",
      comment: "Speak GRE in ESP transport mode.",
      types: [ADDRESS[family]],
      elements: peers.flatMap(({ peer, ipsec: { remoteAddress, ...rest } }) =>
        remoteAddress !== undefined && "kind" in rest && rest.kind === "gre"
          ? [{ key: [remoteAddress], comment: peer }]
          : [],
      ),
    },
    {
      name: `selectors${family}`,
      side: "public",
      comment: "Behind policy-based VPNs.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(policyVpns.flatMap((vpn) => vpn.remoteSelectors.filter(ours))),
    },
    {
      name: `selector_mss${family}`,
      side: "public",
      comment: "Largest TCP segment of what a policy-based VPN carries.",
      types: [ADDRESS[family]],
      interval: true,
      elements: policyVpns.flatMap(({ remoteSelectors, mss4, mss6 }) =>
        remoteSelectors
          .filter(ours)
          .map((prefix) => ({ key: [prefix], maxSegment: family === 4 ? mss4 : mss6 })),
      ),
    },
    {
      name: `gre_ends${family}`,
      side: "private",
      comment: "Far ends of GRE, each on its IPsec interface.",
      types: ["ifname", ADDRESS[family]],
      elements: tunnels.flatMap(({ ipsec, gre }) =>
        gre?.family === family ? [{ key: [ipsec.device, gre.remote] }] : [],
      ),
    },
    {
      name: `neighbors${family}`,
      side: "private",
      comment: "May speak BGP and BFD.",
      types: ["ifname", ADDRESS[family]],
      elements: (bgp?.sessions ?? [])
        .filter(({ neighbor }) => ours(neighbor))
        .map(({ device, neighbor }) => ({ key: [device, neighbor] })),
    },
    {
      name: `one_hop${family}`,
      side: "private",
      comment: "Speak BGP with 255 hops.",
      types: ["ifname", ADDRESS[family]],
      elements: (bgp?.sessions ?? [])
        .filter(({ neighbor, ttlSecurity }) => ttlSecurity && ours(neighbor))
        .map(({ device, neighbor }) => ({ key: [device, neighbor] })),
    },
    {
      name: `vrrp_partners${family}`,
      side: "private",
      comment: "May speak VRRP.",
      types: ["ifname", ADDRESS[family]],
      elements:
        vrrp && ours(vrrp.partnerAddress) ? [{ key: [vrrp.device, vrrp.partnerAddress] }] : [],
    },
    {
      name: `far_routers${family}`,
      side: "private",
      comment: "May speak BFD from more than one hop away.",
      types: ["ifname", ADDRESS[family]],
      elements: far.map(({ device, neighbor }) => ({ key: [device, neighbor] })),
    },
    {
      name: `far_hops${family}`,
      side: "private",
      comment: "What their packets must have left of 255 hops.",
      types: [HOPS[family]],
      interval: true,
      elements: far.length > 0 ? [{ key: [leastTtl(gateway, far)] }] : [],
    },
    {
      name: `listen${family}`,
      side: "private",
      comment: "Prefixes of inner routers.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(bgp?.listen?.prefixes.filter(ours)),
    },
    {
      name: `ospf_devices${family}`,
      side: "private",
      comment: "Carry OSPF.",
      types: ["ifname"],
      elements: ospfSegments(gateway)
        .filter((segment) => segment.prefixes.some(ours))
        .map(({ device }) => ({ key: [device] })),
    },
    {
      name: `segment_peers${family}`,
      side: "public",
      comment: "Other ends of VXLAN segments without a group.",
      types: ["ifname", ADDRESS[family], "inet_service"],
      elements: segmentsOf(gateway).flatMap(({ underlay, port, peers }) =>
        peers.filter(ours).map((peer) => ({ key: [underlay, peer, port] })),
      ),
    },
    ...trafficFamilySets(gateway, family),
    {
      name: `own${family}`,
      side: "private",
      comment: "Our own segments, pair link and tunnels.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes([...gateway.ownPrefixes, ...linkPrefixes(gateway)].filter(ours)),
    },
    {
      name: `management${family}`,
      side: "public",
      comment: "May speak SSH.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(managementFrom.filter(ours)),
    },
    {
      name: `mss${family}`,
      side: "private",
      comment: "Largest TCP segment of what a tunnel carries.",
      types: ["ifname"],
      elements: [...tunnels, ...(pic?.remoteSites ?? [])].map(({ device, mss4, mss6 }) => ({
        key: [device],
        maxSegment: family === 4 ? mss4 : mss6,
      })),
    },
  ];
}

/** All inner routers of a gateway are watched by one profile. */
function leastTtl({ bfdProfiles }: FirewallSlice, [far]: readonly BgpSession[]): number {
  return bfdProfiles.find(({ name }) => name === far!.bfdProfile)?.minimumTtl ?? 1;
}

function ospfSegments({ ospf }: FirewallSlice): readonly OspfSegment[] {
  return ospf?.segments ?? [];
}

function protectedDevices({ vrf, inside, pairLink, tunnels, pic }: FirewallSlice): Element[] {
  return [
    ...(vrf ? [{ key: [vrf.device] }] : []),
    ...inside.map(({ device }) => ({ key: [device] })),
    ...(pairLink && !pairLink.shared
      ? [{ key: [pairLink.device], comment: pairLink.partner }]
      : []),
    ...tunnels.map(({ device, peer }) => ({ key: [device], comment: peer })),
    ...(pic?.remoteSites ?? []).map(({ device, name }) => ({ key: [device], comment: name })),
  ];
}

function segmentsOf({ inside }: FirewallSlice): NonNullable<InsidePlan["vxlan"]>[] {
  return inside.flatMap(({ vxlan }) => (vxlan ? [vxlan] : []));
}
