import { AnyGatewayIntent, identityOf } from "../model/gateway";
import { AnyVpnIntent } from "../model/vpn";
import { IpsecEnd, VpnEnd } from "./types";

export type Side = VpnEnd["side"];

export function opposite(side: Side): Side {
  return side === "left" ? "right" : "left";
}

/** The two gateways of a VPN. */
export type Ends = Readonly<Record<Side, AnyGatewayIntent>>;

/** What an end is, whatever kind of VPN it is of. */
export function vpnEnd(vpn: AnyVpnIntent, ends: Ends, side: Side): VpnEnd {
  const own = ends[side];
  const peer = ends[opposite(side)];
  return {
    path: vpn.path,
    side,
    name: peer.name,
    peer: peer.name,
    foreignPeer: peer.foreign,
    description: vpn.description,
    initiator: initiator(ends) === side,
    ipsec: ipsecEnd(vpn, own, peer),
  };
}

/** What the machine itself has: of a foreign one behind a NAT only its operator knows. */
export function localAddress(gateway: AnyGatewayIntent): string | undefined {
  if (!gateway.foreign) return gateway.localAddress ?? gateway.address;
  return behindNat(gateway) ? undefined : gateway.address;
}

function ipsecEnd(vpn: AnyVpnIntent, own: AnyGatewayIntent, peer: AnyGatewayIntent): IpsecEnd {
  return {
    family: own.addressFamily,
    localAddress: localAddress(own),
    remoteAddress: peer.address,
    localId: identityOf(own),
    remoteId: identityOf(peer),
    secret: vpn.secret,
    certificate: vpn.certificate,
    publicKeys: vpn.rawPublicKeys && { local: own.publicKey!, remote: peer.publicKey! },
    ikeProposals: vpn.ikeProposals,
    espProposals: vpn.espProposals,
    forceUdpEncapsulation: forcedUdp(vpn, [own, peer]),
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
export function forcedUdp(vpn: AnyVpnIntent, ends: readonly AnyGatewayIntent[]): boolean {
  return vpn.forceUdpEncapsulation || ends.some(({ address }) => address === undefined);
}

/** The end that no peer can reach or that is behind a NAT initiates; a foreign one is left to itself. */
function initiator({ left, right }: Ends): Side {
  if (left.address === undefined) return "left";
  if (right.address === undefined) return "right";
  if (left.foreign) return "right";
  if (right.foreign) return "left";
  return behindNat(right) && !behindNat(left) ? "right" : "left";
}
