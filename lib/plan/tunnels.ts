import { AnyGatewayIntent } from "../model/gateway";
import { addressOf, Family, familyOf } from "../model/ip";
import { icvBytes, parseProposal, Proposal } from "../model/proposal";
import { GreIntent, VpnIntent } from "../model/vpn";
import { allocateDevice, allocateId, allocateLink, LinkSubnet, pinnedLink } from "./allocate";
import {
  EspStack,
  espTunnelMtu,
  greHeaderBytes,
  greMtu,
  ipHeaderBytes,
  mss,
  UDP_HEADER_BYTES,
} from "./mtu";
import { limitsOf } from "./peers/limits";
import { Topology } from "./topology";
import { Layer, TunnelEnd, TunnelPlan } from "./types";

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
  const stacks = espStacks(vpn, left, right);
  const smallest = stacks.reduce((a, b) => (espTunnelMtu(b) < espTunnelMtu(a) ? b : a));
  const ipsecMtu = espTunnelMtu(smallest);
  const ipsecLinks = ipsecSubnets(vpn, gre);
  const greFamily: Family = ipsecLinks[0]!.family;
  const greLinks = gre ? linkSubnets(gre, gre.path, "gre-address") : [];
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
      id: vpn.ifId ?? allocateId(vpn.path, "if_id"),
      mtu: ipsecMtu,
      families: saFamilies(left, right, ipsecLinks),
      addresses: ipsecLinks.map((link) => link[side]),
      peerAddresses: ipsecLinks.map((link) => addressOf(link[far])),
      localAddress: localAddress(own),
      remoteAddress: peer.address,
      localId: own.ikeId ?? own.address,
      remoteId: peer.ikeId ?? peer.address,
      secret: vpn.secret,
      ikeProposals: vpn.ikeProposals,
      espProposals: vpn.espProposals,
      forceUdpEncapsulation: vpn.forceUdpEncapsulation,
      dpdDelaySeconds: vpn.dpdDelaySeconds,
      ikeRekeySeconds: vpn.ikeRekeySeconds,
      childRekeySeconds: vpn.childRekeySeconds,
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
      ...shared,
    };
  };

  return {
    plan: {
      path: vpn.path,
      left: vpn.left,
      right: vpn.right,
      interfaceType: vpn.interfaceType,
      layers: layers(smallest, gre ? { family: greFamily, keyed } : undefined),
      ...shared,
    },
    left: end("left"),
    right: end("right"),
  };
}

type Side = TunnelEnd["side"];

const DEVICE_KIND = { xfrm: "xfrm", vti: "vti", vti6: "vti" } as const;

function opposite(side: Side): Side {
  return side === "left" ? "right" : "left";
}

export function localAddress(gateway: AnyGatewayIntent): string {
  return gateway.foreign ? gateway.address : (gateway.localAddress ?? gateway.address);
}

/** A translated address means NAT on the path, and so ESP in UDP (RFC 3948). */
function behindNat(gateway: AnyGatewayIntent): boolean {
  return gateway.foreign
    ? gateway.behindNat === true
    : gateway.localAddress !== undefined && gateway.localAddress !== gateway.address;
}

/** The end behind a NAT opens the way through it; a foreign one is left to itself. */
function initiator(left: AnyGatewayIntent, right: AnyGatewayIntent): Side {
  if (left.foreign) return "right";
  if (right.foreign) return "left";
  return behindNat(right) && !behindNat(left) ? "right" : "left";
}

/** The families of a peer's CHILD SAs, if it cannot have both in one. */
function saFamilies(
  left: AnyGatewayIntent,
  right: AnyGatewayIntent,
  links: readonly LinkSubnet[],
): Family[] | undefined {
  const apart = [left, right].some((end) => end.foreign && limitsOf(end.kind).oneFamilyPerSa);
  return apart ? links.map(({ family }) => family) : undefined;
}

function espStacks(vpn: VpnIntent, left: AnyGatewayIntent, right: AnyGatewayIntent): EspStack[] {
  const underlayMtu = (gateway: AnyGatewayIntent) =>
    (gateway.foreign ? limitsOf(gateway.kind).underlayMtu : gateway.underlayMtu) ?? DEFAULT_MTU;
  return vpn.espProposals.map((text) => ({
    outerMtu: Math.min(underlayMtu(left), underlayMtu(right)),
    outerFamily: left.addressFamily,
    udpEncapsulation: vpn.forceUdpEncapsulation || behindNat(left) || behindNat(right),
    proposal: parseProposal(text, "esp") as Proposal,
  }));
}

/** Under GRE the IPsec interface needs one pair of addresses: GRE's own endpoints. */
function ipsecSubnets(vpn: VpnIntent, gre: GreIntent | undefined): LinkSubnet[] {
  const links = linkSubnets(vpn, vpn.path, "address");
  return gre ? links.slice(0, 1) : links;
}

function linkSubnets(
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

function layers(stack: EspStack, gre?: { family: Family; keyed: boolean }): Layer[] {
  const { proposal, outerFamily } = stack;
  const espHeaders = 8 + proposal.cipher.ivBytes + icvBytes(proposal) + 2;
  const ipsecMtu = espTunnelMtu(stack);
  const headers: [string, number][] = [[`IPv${outerFamily}`, ipHeaderBytes(outerFamily)]];
  if (stack.udpEncapsulation) headers.push(["UDP", UDP_HEADER_BYTES]);
  const result: Layer[] = [];
  let room = stack.outerMtu;
  for (const [protocol, headerBytes] of headers) {
    result.push({ protocol, headerBytes, mtu: room });
    room -= headerBytes;
  }
  result.push({ protocol: "ESP", headerBytes: espHeaders, mtu: room });
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
