import { Family, familyOf } from "../../model/ip";
import { GatewayPlan, InsidePlan, OspfSegment } from "../../plan/types";
import { Element, FirewallSet } from "./document";

const ADDRESS = { 4: "ipv4_addr", 6: "ipv6_addr" } as const;

/** Every set that rules.ts knows; many are empty on any one gateway. */
export function sets(gateway: GatewayPlan): FirewallSet[] {
  const { underlay, bgp } = gateway;
  const segments = segmentsOf(gateway).filter(({ group }) => group !== undefined);
  return [
    {
      name: "protected",
      comment: "Between these packets are forwarded, and nowhere else.",
      types: ["ifname"],
      elements: protectedDevices(gateway),
    },
    {
      name: "underlay",
      comment: "Carries IKE and ESP.",
      types: ["ifname"],
      elements: underlay.device === undefined ? [] : [{ key: [underlay.device] }],
    },
    {
      name: "management_ports",
      comment: "Where the SSH daemon listens.",
      types: ["inet_service"],
      elements: [{ key: [gateway.managementPort] }],
    },
    {
      name: "listen",
      comment: "Where inner routers may come from any address of a prefix.",
      types: ["ifname"],
      elements: bgp?.listen ? [{ key: [bgp.listen.device] }] : [],
    },
    {
      name: "segments",
      comment: "Carry VXLAN to and from a multicast group.",
      types: ["ifname", "inet_service"],
      elements: segments.map(({ underlay, port }) => ({ key: [underlay, port] })),
    },
    {
      name: "segment_devices",
      comment: "Carry the membership of such a group.",
      types: ["ifname"],
      elements: segments.map(({ underlay }) => ({ key: [underlay] })),
    },
    {
      name: "ospf_prefixes4",
      comment: "May speak OSPF version 2; version 3 speaks from link-local addresses.",
      types: ["ipv4_addr"],
      interval: true,
      elements: prefixes(
        ospfSegments(gateway)
          .flatMap((segment) => segment.prefixes)
          .filter((prefix) => familyOf(prefix) === 4),
      ),
    },
    ...familySets(gateway, 4),
    ...familySets(gateway, 6),
  ];
}

function familySets(gateway: GatewayPlan, family: Family): FirewallSet[] {
  const { underlay, tunnels, bgp, managementFrom } = gateway;
  const ours = (text: string) => familyOf(text) === family;
  return [
    {
      name: `peers${family}`,
      comment: "May speak IKE and ESP.",
      types: [ADDRESS[family]],
      elements: (underlay.family === family ? tunnels : []).map(({ peer, ipsec }) => ({
        key: [ipsec.remoteAddress],
        comment: peer,
      })),
    },
    {
      name: `gre_ends${family}`,
      comment: "Far ends of GRE, each on its IPsec interface.",
      types: ["ifname", ADDRESS[family]],
      elements: tunnels.flatMap(({ ipsec, gre }) =>
        gre?.family === family ? [{ key: [ipsec.device, gre.remote] }] : [],
      ),
    },
    {
      name: `neighbors${family}`,
      comment: "May speak BGP and BFD.",
      types: ["ifname", ADDRESS[family]],
      elements: (bgp?.sessions ?? [])
        .filter(({ neighbor }) => ours(neighbor))
        .map(({ device, neighbor }) => ({ key: [device, neighbor] })),
    },
    {
      name: `listen${family}`,
      comment: "Prefixes of inner routers.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(bgp?.listen?.prefixes.filter(ours)),
    },
    {
      name: `ospf_devices${family}`,
      comment: "Carry OSPF.",
      types: ["ifname"],
      elements: ospfSegments(gateway)
        .filter((segment) => segment.prefixes.some(ours))
        .map(({ device }) => ({ key: [device] })),
    },
    {
      name: `segment_peers${family}`,
      comment: "Other ends of VXLAN segments without a group.",
      types: ["ifname", ADDRESS[family], "inet_service"],
      elements: segmentsOf(gateway).flatMap(({ underlay, port, peers }) =>
        peers.filter(ours).map((peer) => ({ key: [underlay, peer, port] })),
      ),
    },
    {
      name: `own${family}`,
      comment: "Our own segments and pair link.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(gateway.ownPrefixes.filter(ours)),
    },
    {
      name: `management${family}`,
      comment: "May speak SSH.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(managementFrom.filter(ours)),
    },
    {
      name: `mss${family}`,
      comment: "Largest TCP segment of what a tunnel carries.",
      types: ["ifname"],
      elements: tunnels.map(({ device, mss4, mss6 }) => ({
        key: [device],
        maxSegment: family === 4 ? mss4 : mss6,
      })),
    },
  ];
}

function ospfSegments({ ospf }: GatewayPlan): readonly OspfSegment[] {
  return ospf?.segments ?? [];
}

function protectedDevices({ inside, pairLink, tunnels }: GatewayPlan): Element[] {
  return [
    ...inside.map(({ device }) => ({ key: [device] })),
    ...(pairLink && !pairLink.shared
      ? [{ key: [pairLink.device], comment: pairLink.partner }]
      : []),
    ...tunnels.map(({ device, peer }) => ({ key: [device], comment: peer })),
  ];
}

function segmentsOf({ inside }: GatewayPlan): NonNullable<InsidePlan["vxlan"]>[] {
  return inside.flatMap(({ vxlan }) => (vxlan ? [vxlan] : []));
}

function prefixes(texts: readonly string[] = []): Element[] {
  return texts.map((text) => ({ key: [text] }));
}
