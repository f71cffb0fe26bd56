import { AnyGatewayIntent, identityOf } from "../model/gateway";
import { addressOf, Family, familyOf } from "../model/ip";
import { icvBytes, parseProposal, Proposal } from "../model/proposal";
import { AnyVpnIntent, GreIntent, VpnIntent } from "../model/vpn";
import {
  allocateDevice,
  allocateId,
  allocateLink,
  DEFAULT_ADDRESS_POOLS,
  LinkSubnet,
  pinnedLink,
} from "./allocate";
import {
  EspStack,
  espTransportMtu,
  espTunnelMtu,
  greHeaderBytes,
  greMtu,
  ipHeaderBytes,
  mss,
  UDP_HEADER_BYTES,
} from "./mtu";
import { Topology } from "./topology";
import { IpsecEnd, Layer, TunnelEnd, TunnelPlan } from "./types";

export const DEFAULT_MTU = 1500;

/** A tunnel with both its ends. An end is planned for a foreign gateway too: the peer sheet's source. */
export interface PlannedTunnel {
  readonly plan: TunnelPlan;
  readonly left: TunnelEnd;
  readonly right: TunnelEnd;
}

export function planTunnel(vpn: VpnIntent, topology: Topology): PlannedTunnel {
  const left = topology.gateway(vpn.left)!;
  const right = topology.gateway(vpn.right)!;
  const gre = topology.gre(vpn);
  const smallest = smallestStack(vpn, left, right);
  const transport = vpn.interfaceType === "gre" ? { keyed: vpn.greKey !== undefined } : undefined;
  const ipsecMtu = transport
    ? greMtu(espTransportMtu(smallest), smallest.outerFamily, transport.keyed)
    : espTunnelMtu(smallest);
  const ipsecLinks = ipsecSubnets(vpn, gre);
  const greFamily: Family = ipsecLinks[0]!.family;
  const greLinks = gre ? linkSubnets(gre, gre.path, "gre-address") : [];
  const networkLinks = subnetsForNetworks(vpn, gre, gre ? greLinks : ipsecLinks, topology);
  const keyed = gre !== undefined && (gre.keyed || gre.key !== undefined);
  const mtu = gre ? greMtu(ipsecMtu, greFamily, keyed) : ipsecMtu;
  const shared = { mtu, mss4: mss(mtu, 4), mss6: mss(mtu, 6) };

  const end = (side: Side): TunnelEnd => {
    const [own, peer] = side === "left" ? [left, right] : [right, left];
    const far = opposite(side);
    const ipsec: TunnelEnd["ipsec"] = {
      kind: vpn.interfaceType,
      device:
        (side === "left" ? vpn.leftDevice : vpn.rightDevice) ??
        allocateDevice(DEVICE_KIND[vpn.interfaceType], peer.name, vpn.path),
      id: transport ? vpn.greKey : (vpn.ifId ?? allocateId(vpn.path, "if_id")),
      mtu: ipsecMtu,
      addresses: ipsecLinks.map((link) => link[side]),
      peerAddresses: ipsecLinks.map((link) => addressOf(link[far])),
      ...ipsecEnd(vpn, own, peer),
    };
    const greEnd: TunnelEnd["gre"] = gre && {
      path: gre.path,
      device:
        (side === "left" ? gre.leftDevice : gre.rightDevice) ??
        allocateDevice("gre", peer.name, gre.path),
      family: greFamily,
      local: addressOf(ipsecLinks[0]![side]),
      remote: addressOf(ipsecLinks[0]![far]),
      key: keyed ? (gre.key ?? allocateId(gre.path, "gre-key")) : undefined,
      mtu,
      addresses: greLinks.map((link) => link[side]),
      peerAddresses: greLinks.map((link) => addressOf(link[far])),
    };
    const top = greEnd ?? ipsec;
    return {
      path: vpn.path,
      side,
      peer: peer.name,
      foreignPeer: peer.foreign,
      description: vpn.description,
      initiator: initiator(left, right) === side,
      ipsec,
      gre: greEnd,
      device: top.device,
      addresses: top.addresses,
      peerAddresses: top.peerAddresses,
      ...(networkLinks.length > 0 && {
        forNetworks: {
          path: gre?.path ?? vpn.path,
          addresses: networkLinks.map((link) => link[side]),
          peerAddresses: networkLinks.map((link) => addressOf(link[far])),
        },
      }),
      ...shared,
    };
  };

  return {
    plan: {
      path: vpn.path,
      left: vpn.left,
      right: vpn.right,
      interfaceType: vpn.interfaceType,
      layers: transport
        ? transportLayers(smallest, transport.keyed)
        : layers(smallest, gre ? { family: greFamily, keyed } : undefined),
      ...shared,
    },
    left: end("left"),
    right: end("right"),
  };
}

export type Side = TunnelEnd["side"];

const DEVICE_KIND = { xfrm: "xfrm", vti: "vti", vti6: "vti", gre: "gre" } as const;

function opposite(side: Side): Side {
  return side === "left" ? "right" : "left";
}

export function localAddress(gateway: AnyGatewayIntent): string | undefined {
  return gateway.foreign ? gateway.address : (gateway.localAddress ?? gateway.address);
}

export function ipsecEnd(
  vpn: AnyVpnIntent,
  own: AnyGatewayIntent,
  peer: AnyGatewayIntent,
): IpsecEnd {
  return {
    localAddress: localAddress(own),
    remoteAddress: peer.address,
    localId: identityOf(own),
    remoteId: identityOf(peer),
    secret: vpn.secret,
    certificate: vpn.certificate,
    publicKeys: vpn.rawPublicKeys && { local: own.publicKey!, remote: peer.publicKey! },
    ikeProposals: vpn.ikeProposals,
    espProposals: vpn.espProposals,
    forceUdpEncapsulation: forced(vpn, own, peer),
    dpdDelaySeconds: vpn.dpdDelaySeconds,
    ikeRekeySeconds: vpn.ikeRekeySeconds,
    childRekeySeconds: vpn.childRekeySeconds,
  };
}

/** A translated address means NAT on the path, and so ESP in UDP (RFC 3948). */
export function behindNat(gateway: AnyGatewayIntent): boolean {
  return gateway.foreign
    ? gateway.behindNat === true
    : gateway.localAddress !== undefined && gateway.localAddress !== gateway.address;
}

/** A firewall that knows no address lets IKE in from anywhere, but never bare ESP. */
function forced(vpn: AnyVpnIntent, left: AnyGatewayIntent, right: AnyGatewayIntent): boolean {
  return vpn.forceUdpEncapsulation || left.address === undefined || right.address === undefined;
}

/** The end that nobody can reach or that is behind a NAT opens the way; a foreign one is left to itself. */
export function initiator(left: AnyGatewayIntent, right: AnyGatewayIntent): Side {
  if (left.address === undefined) return "left";
  if (right.address === undefined) return "right";
  if (left.foreign) return "right";
  if (right.foreign) return "left";
  return behindNat(right) && !behindNat(left) ? "right" : "left";
}

/** The MTU holds for the worst of several proposals. */
export function smallestStack(
  vpn: AnyVpnIntent,
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
): EspStack {
  const stacks = espStacks(vpn, left, right);
  return stacks.reduce((a, b) => (espTunnelMtu(b) < espTunnelMtu(a) ? b : a));
}

function espStacks(vpn: AnyVpnIntent, left: AnyGatewayIntent, right: AnyGatewayIntent): EspStack[] {
  const underlayMtu = (gateway: AnyGatewayIntent) =>
    gateway.foreign ? DEFAULT_MTU : (gateway.underlayMtu ?? DEFAULT_MTU);
  const udpEncapsulation = forced(vpn, left, right) || behindNat(left) || behindNat(right);
  const room = !udpEncapsulation && vpn.allowForUdpEncapsulation ? UDP_HEADER_BYTES : 0;
  return vpn.espProposals.map((text) => ({
    outerMtu: Math.min(underlayMtu(left), underlayMtu(right)) - room,
    outerFamily: left.addressFamily,
    udpEncapsulation,
    proposal: parseProposal(text, "esp") as Proposal,
  }));
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
  if (!mesh?.prefixIndependentRepair) return [];
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

/** What every ESP packet begins with. */
function outerLayers(stack: EspStack): Layer[] {
  const { proposal, outerFamily } = stack;
  const espHeaders = 8 + proposal.cipher.ivBytes + icvBytes(proposal) + 2;
  const headers: [string, number][] = [[`IPv${outerFamily}`, ipHeaderBytes(outerFamily)]];
  if (stack.udpEncapsulation) headers.push(["UDP", UDP_HEADER_BYTES]);
  const result: Layer[] = [];
  let room = stack.outerMtu;
  for (const [protocol, headerBytes] of headers) {
    result.push({ protocol, headerBytes, mtu: room });
    room -= headerBytes;
  }
  result.push({ protocol: "ESP", headerBytes: espHeaders, mtu: room });
  return result;
}

export function layers(stack: EspStack, gre?: { family: Family; keyed: boolean }): Layer[] {
  const ipsecMtu = espTunnelMtu(stack);
  const result = outerLayers(stack);
  if (gre) {
    const ipBytes = ipHeaderBytes(gre.family);
    const greBytes = greHeaderBytes(gre.keyed);
    result.push({ protocol: `IPv${gre.family}`, headerBytes: ipBytes, mtu: ipsecMtu });
    result.push({ protocol: "GRE", headerBytes: greBytes, mtu: ipsecMtu - ipBytes });
    result.push({ protocol: "inner IP", headerBytes: 0, mtu: ipsecMtu - ipBytes - greBytes });
  } else {
    result.push({ protocol: "inner IP", headerBytes: 0, mtu: ipsecMtu });
  }
  return result;
}

/** In transport mode the outer IP header is GRE's own (RFC 4303, 3.1.1). */
function transportLayers(stack: EspStack, keyed: boolean): Layer[] {
  const room = espTransportMtu(stack) - ipHeaderBytes(stack.outerFamily);
  const headerBytes = greHeaderBytes(keyed);
  return [
    ...outerLayers(stack),
    { protocol: "GRE", headerBytes, mtu: room },
    { protocol: "inner IP", headerBytes: 0, mtu: room - headerBytes },
  ];
}
