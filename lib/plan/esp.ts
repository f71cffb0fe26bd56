import { AnyGatewayIntent } from "../model/gateway";
import { Family } from "../model/ip";
import { icvBytes, parseProposal, Proposal } from "../model/proposal";
import { AnyVpnIntent } from "../model/vpn";
import { limitsOf } from "../peers/limits";
import {
  DEFAULT_MTU,
  EspStack,
  espTransportMtu,
  espTunnelMtu,
  greHeaderBytes,
  ipHeaderBytes,
  UDP_HEADER_BYTES,
} from "./mtu";
import { Layer } from "./types";
import { behindNat, Ends, forcedUdp } from "./vpn-end";

/** The MTU holds for the worst of several proposals. */
export function smallestStack(vpn: AnyVpnIntent, ends: Ends): EspStack {
  const stacks = espStacks(vpn, [ends.left, ends.right]);
  return stacks.reduce((a, b) => (espTunnelMtu(b) < espTunnelMtu(a) ? b : a));
}

function espStacks(vpn: AnyVpnIntent, ends: readonly AnyGatewayIntent[]): EspStack[] {
  const udpEncapsulation = forcedUdp(vpn, ends) || ends.some(behindNat);
  const room = !udpEncapsulation && vpn.allowForUdpEncapsulation ? UDP_HEADER_BYTES : 0;
  return vpn.espProposals.map((text) => ({
    outerMtu: Math.min(...ends.map(underlayMtu)) - room,
    outerFamily: ends[0]!.addressFamily,
    udpEncapsulation,
    insideMtu: smallest(ends.map(insideMtu)),
    proposal: parseProposal(text, "esp") as Proposal,
  }));
}

function underlayMtu(gateway: AnyGatewayIntent): number {
  return (
    (gateway.foreign ? limitsOf(gateway.kind).underlayMtu : gateway.underlayMtu) ?? DEFAULT_MTU
  );
}

function insideMtu(gateway: AnyGatewayIntent): number | undefined {
  return gateway.foreign ? limitsOf(gateway.kind).insideMtu : undefined;
}

function smallest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
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

/** Of a tunnel in ESP tunnel mode, with GRE in it or without. */
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
export function transportLayers(stack: EspStack, keyed: boolean): Layer[] {
  const room = espTransportMtu(stack) - ipHeaderBytes(stack.outerFamily);
  const headerBytes = greHeaderBytes(keyed);
  return [
    ...outerLayers(stack),
    { protocol: "GRE", headerBytes, mtu: room },
    { protocol: "inner IP", headerBytes: 0, mtu: room - headerBytes },
  ];
}
