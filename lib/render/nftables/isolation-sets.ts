import { addressOf, Family, familyOf } from "../../model/ip";
import { FirewallSlice } from "../../plan/types";
import { ADDRESS, prefixes } from "./addresses";
import { FirewallSet } from "./types";

/** Sets that only an isolated gateway has. */
export function isolationSets(gateway: FirewallSlice): FirewallSet[] {
  if (!gateway.vrf) return [];
  return [...familySets(gateway, 4), ...familySets(gateway, 6), ...insideSets(gateway)];
}

function familySets(gateway: FirewallSlice, family: Family): FirewallSet[] {
  const { inside, pairLink, tunnels, breakout } = gateway;
  const ours = (text: string) => familyOf(text) === family;
  const links = [...inside, ...(pairLink ? [pairLink] : []), ...tunnels];
  const addresses = links.flatMap((link) => link.addresses).filter(ours);
  return [
    {
      name: `local${family}`,
      side: "private",
      comment: "Our own addresses on the inside.",
      types: [ADDRESS[family]],
      elements: addresses.map((address) => ({ key: [addressOf(address)] })),
    },
    {
      name: `breakout${family}`,
      side: "private",
      comment: "Leaves by the underlay in clear.",
      types: [ADDRESS[family]],
      interval: true,
      elements: prefixes(breakout?.prefixes.filter(ours)),
    },
  ];
}

function insideSets({ inside, breakout }: FirewallSlice): FirewallSet[] {
  const elements = breakout ? inside.map(({ device }) => ({ key: [device] })) : [];
  const comment = "Segments that may reach what leaves in clear.";
  return [{ name: "inside", side: "private", comment, types: ["ifname"], elements }];
}
