import { FirewallSlice } from "../../plan/types";
import { segmentPrefixes } from "../../plan/topology";
import { Element } from "./types";

export const ADDRESS = { 4: "ipv4_addr", 6: "ipv6_addr" } as const;

export function prefixes(texts: readonly string[] = []): Element[] {
  return texts.map((text) => ({ key: [text] }));
}

/** A device and the prefixes of its own addresses. */
export interface OwnLink {
  readonly device: string;
  readonly prefixes: readonly string[];
}

/** The links of tunnels, each with its device; nothing behind a gateway has an address there. */
export function tunnelLinks({ tunnels }: FirewallSlice): OwnLink[] {
  return tunnels.flatMap(({ ipsec, gre, device, forNetworks }) => [
    { device: ipsec.device, prefixes: segmentPrefixes(ipsec) },
    ...(gre ? [{ device: gre.device, prefixes: segmentPrefixes(gre) }] : []),
    ...(forNetworks ? [{ device, prefixes: segmentPrefixes(forNetworks) }] : []),
  ]);
}

/** Those, and the pair link's where that has a device of its own. */
export function ownLinks(gateway: FirewallSlice): OwnLink[] {
  const { pairLink } = gateway;
  const pair = pairLink && !pairLink.shared ? [pairLink] : [];
  return [
    ...pair.map((link) => ({ device: link.device, prefixes: segmentPrefixes(link) })),
    ...tunnelLinks(gateway),
  ];
}

export function linkPrefixes(gateway: FirewallSlice): string[] {
  return tunnelLinks(gateway).flatMap((link) => [...link.prefixes]);
}
