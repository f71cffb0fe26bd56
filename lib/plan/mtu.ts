import { Family } from "../model/ip";
import { icvBytes, Proposal } from "../model/proposal";

/** Of an interface where the app sets none. */
export const DEFAULT_MTU = 1500;

const IP_HEADER = { 4: 20, 6: 40 } as const;
const UDP_HEADER = 8;
/** SPI and sequence number (RFC 4303, 2). */
const ESP_HEADER = 8;
/** Pad length and next header (RFC 4303, 2). */
const ESP_TRAILER = 2;
const GRE_HEADER = 4;
const GRE_OPTION = 4;
const TCP_HEADER = 20;
/** Outer Ethernet is not counted: inner Ethernet 14, VXLAN 8 and UDP 8 (RFC 7348, 5). */
const VXLAN_OVERHEAD = 14 + 8 + UDP_HEADER;

export interface EspStack {
  readonly outerMtu: number;
  readonly outerFamily: Family;
  readonly udpEncapsulation: boolean;
  readonly proposal: Proposal;
  /** Largest packet that an end takes in the tunnel, whatever the outer packet has room for. */
  readonly insideMtu?: number;
}

/** Largest ciphertext: what is left of the outer packet, cut to the cipher's block. */
function largestCiphertext(stack: EspStack): number {
  const room =
    stack.outerMtu -
    IP_HEADER[stack.outerFamily] -
    (stack.udpEncapsulation ? UDP_HEADER : 0) -
    ESP_HEADER -
    stack.proposal.cipher.ivBytes -
    icvBytes(stack.proposal);
  return room - (room % stack.proposal.cipher.blockBytes);
}

/** Largest inner packet of a tunnel-mode SA (RFC 4303, 3.1.2). */
export function espTunnelMtu(stack: EspStack): number {
  return Math.min(largestCiphertext(stack) - ESP_TRAILER, stack.insideMtu ?? Infinity);
}

/** Largest IP packet, its header counted, that a transport-mode SA protects (RFC 4303, 3.1.1). */
export function espTransportMtu(stack: EspStack): number {
  return largestCiphertext(stack) + IP_HEADER[stack.outerFamily] - ESP_TRAILER;
}

/** Bytes of a GRE header (RFC 2784, RFC 2890) without the IP header that carries it. */
export function greHeaderBytes(keyed: boolean): number {
  return GRE_HEADER + (keyed ? GRE_OPTION : 0);
}

export function greMtu(lowerMtu: number, family: Family, keyed: boolean): number {
  return lowerMtu - IP_HEADER[family] - greHeaderBytes(keyed);
}

export function vxlanMtu(lowerMtu: number, family: Family): number {
  return lowerMtu - IP_HEADER[family] - VXLAN_OVERHEAD;
}

/** Largest TCP segment of a packet of this size without options (RFC 9293, 3.7.1). */
export function mss(mtu: number, family: Family): number {
  return mtu - IP_HEADER[family] - TCP_HEADER;
}

/** The MTU of an interface and the segments that fit it. */
export function sizes(mtu: number) {
  return { mtu, mss4: mss(mtu, 4), mss6: mss(mtu, 6) };
}

export function ipHeaderBytes(family: Family): number {
  return IP_HEADER[family];
}

export const UDP_HEADER_BYTES = UDP_HEADER;
