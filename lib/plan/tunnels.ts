import { addressOf, Family, familyOf } from "../model/ip";
import { DEFAULT_ADDRESS_POOLS, GreIntent, VpnIntent } from "../model/vpn";
import { limitsOf } from "../peers/limits";
import { allocateDevice, allocateId, allocateLink, LinkSubnet, pinnedLink } from "./allocate";
import { layers, smallestStack, transportLayers } from "./esp";
import { EspStack, espTransportMtu, espTunnelMtu, greMtu, sizes } from "./mtu";
import { Topology } from "./topology";
import { TunnelEnd, TunnelPlan } from "./types";
import { Ends, opposite, Side, vpnEnd } from "./vpn-end";

/** A tunnel with both its ends. An end is planned for a foreign gateway too: the peer sheet's source. */
export interface PlannedTunnel {
  readonly plan: TunnelPlan;
  readonly left: TunnelEnd;
  readonly right: TunnelEnd;
}

export function planTunnel(vpn: VpnIntent, topology: Topology): PlannedTunnel {
  const shape = shapeOf(vpn, topology);
  return {
    plan: {
      path: vpn.path,
      left: vpn.left,
      right: vpn.right,
      interfaceType: vpn.interfaceType,
      layers: shape.transport
        ? transportLayers(shape.stack, shape.transport.keyed)
        : layers(shape.stack, shape.gre),
      ...sizes(shape.mtu),
    },
    left: tunnelEnd(vpn, shape, "left"),
    right: tunnelEnd(vpn, shape, "right"),
  };
}

/** What the two ends have in common. */
interface Shape {
  readonly ends: Ends;
  readonly stack: EspStack;
  /** ESP's transport mode: the IPsec interface is a GRE. */
  readonly transport?: { readonly keyed: boolean };
  readonly ipsecMtu: number;
  readonly links: readonly LinkSubnet[];
  /** GRE on top of the IPsec interface. */
  readonly gre?: GreShape;
  /** Where a second session carries the networks, links of its own for it. */
  readonly networkLinks: readonly LinkSubnet[];
  readonly mtu: number;
}

interface GreShape {
  readonly intent: GreIntent;
  readonly family: Family;
  readonly keyed: boolean;
  readonly links: readonly LinkSubnet[];
}

function shapeOf(vpn: VpnIntent, topology: Topology): Shape {
  const ends = { left: topology.gateway(vpn.left)!, right: topology.gateway(vpn.right)! };
  const stack = smallestStack(vpn, ends);
  const transport = vpn.interfaceType === "gre" ? { keyed: vpn.greKey !== undefined } : undefined;
  const ipsecMtu = transport
    ? greMtu(espTransportMtu(stack), stack.outerFamily, transport.keyed)
    : espTunnelMtu(stack);
  const intent = topology.gre(vpn);
  const links = ipsecSubnets(vpn, intent);
  const gre = intent && greShape(intent, links[0]!.family);
  const mtu = gre ? greMtu(ipsecMtu, gre.family, gre.keyed) : ipsecMtu;
  const networkLinks = subnetsForNetworks(vpn, gre?.intent, gre?.links ?? links, topology);
  return { ends, stack, transport, ipsecMtu, links, gre, networkLinks, mtu };
}

function greShape(intent: GreIntent, family: Family): GreShape {
  const keyed = intent.keyed || intent.key !== undefined;
  return { intent, family, keyed, links: linkSubnets(intent, intent.path, "gre-address") };
}

function tunnelEnd(vpn: VpnIntent, shape: Shape, side: Side): TunnelEnd {
  const head = vpnEnd(vpn, shape.ends, side);
  const ipsec = { ...ipsecInterface(vpn, shape, side), ...head.ipsec };
  const gre = shape.gre && greInterface(shape.gre, shape, side);
  const { device, addresses, peerAddresses } = gre ?? ipsec;
  const { networkLinks } = shape;
  return {
    ...head,
    ipsec,
    gre,
    device,
    addresses,
    peerAddresses,
    ...(networkLinks.length > 0 && {
      forNetworks: { path: gre?.path ?? vpn.path, ...addressesAt(networkLinks, side) },
    }),
    ...sizes(shape.mtu),
  };
}

const DEVICE_KIND = { xfrm: "xfrm", vti: "vti", vti6: "vti", gre: "gre" } as const;

function ipsecInterface(vpn: VpnIntent, { ends, transport, ipsecMtu, links }: Shape, side: Side) {
  const kind = vpn.interfaceType;
  const peer = ends[opposite(side)];
  return {
    kind,
    device:
      (side === "left" ? vpn.leftDevice : vpn.rightDevice) ??
      allocateDevice(DEVICE_KIND[kind], peer.name, vpn.path),
    id: transport ? vpn.greKey : (vpn.ifId ?? allocateId(vpn.path, "if_id")),
    mtu: ipsecMtu,
    families: saFamilies(ends, links),
    ...addressesAt(links, side),
  };
}

function greInterface(
  { intent, family, keyed, links }: GreShape,
  { ends, links: below, mtu }: Shape,
  side: Side,
): NonNullable<TunnelEnd["gre"]> {
  const far = opposite(side);
  return {
    path: intent.path,
    device:
      (side === "left" ? intent.leftDevice : intent.rightDevice) ??
      allocateDevice("gre", ends[far].name, intent.path),
    family,
    local: addressOf(below[0]![side]),
    remote: addressOf(below[0]![far]),
    key: keyed ? (intent.key ?? allocateId(intent.path, "gre-key")) : undefined,
    mtu,
    ...addressesAt(links, side),
  };
}

function addressesAt(links: readonly LinkSubnet[], side: Side) {
  return {
    addresses: links.map((link) => link[side]),
    peerAddresses: links.map((link) => addressOf(link[opposite(side)])),
  };
}

/** The families of a peer's CHILD SAs, if it cannot have both in one, or must not where one is used. */
function saFamilies({ left, right }: Ends, links: readonly LinkSubnet[]): Family[] | undefined {
  const apart = [left, right].some((end) => {
    if (!end.foreign) return false;
    const { oneFamilyPerSa, sharedSa } = limitsOf(end.kind);
    return oneFamilyPerSa || (sharedSa && links.length === 1);
  });
  return apart ? links.map(({ family }) => family) : undefined;
}

/** Under GRE the IPsec interface needs one pair of addresses: GRE's own endpoints. */
function ipsecSubnets(vpn: VpnIntent, gre: GreIntent | undefined): LinkSubnet[] {
  const links = linkSubnets(vpn, vpn.path, "address");
  return gre ? links.slice(0, 1) : links;
}

/** A second pair of addresses where a session of its own carries the networks. */
function subnetsForNetworks(
  vpn: VpnIntent,
  gre: GreIntent | undefined,
  first: readonly LinkSubnet[],
  topology: Topology,
): LinkSubnet[] {
  const mesh = topology.mesh(vpn.mesh);
  if (!mesh?.prefixIndependentConvergence) return [];
  const { path, addressPools } = gre ?? vpn;
  const pools = [...addressPools, ...DEFAULT_ADDRESS_POOLS];
  return linkSubnets(
    {
      subnets: mesh.networkSubnets[vpn.path],
      addressPools: first.map(({ family }) => pools.find((pool) => familyOf(pool) === family)!),
    },
    path,
    "networks",
  );
}

export function linkSubnets(
  intent: { readonly subnets?: readonly string[]; readonly addressPools: readonly string[] },
  path: string,
  purpose: string,
): LinkSubnet[] {
  const pinned = (intent.subnets ?? []).map(pinnedLink);
  const allocated = intent.addressPools
    .filter((pool) => !pinned.some((link) => link.family === familyOf(pool)))
    .map((pool) => allocateLink(pool, path, purpose));
  return [...pinned, ...allocated].sort((a, b) => a.family - b.family);
}
