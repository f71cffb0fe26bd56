import { hostPrefix } from "../../model/ip";
import { LinksSlice, RemoteSitePlan } from "../../plan/types";
import { Group, Want } from "./types";

/** What leads to other sites and back to the partner where pic does not depend on prefixes. */
export function picGroups({ pic }: LinksSlice): Group[] {
  if (!pic) return [];
  const { remoteSites, partnerRoutes } = pic;
  return [
    ...remoteSites.map((site) => ({ title: `way to ${site.name}`, wants: wayTo(site) })),
    {
      title: "own networks that only the partner has",
      wants: partnerRoutes.map((route) => ({ kind: "fallback", ...route })),
    },
  ];
}

/**
 * It takes packets of any length: the tunnel that they are looked up for says which ones are too long. Where a VRF's
 * own MTU says so, Linux looks for the way of an ICMPv6 error in that VRF, and so sends it to the far site, not to the
 * sender (icmp6_send takes the output device's l3mdev; seen on 6.1).
 */
const ANY_LENGTH = 65535;

/** Next hops lead to the VRF's device, and what is sent there is looked up again in its table. */
function wayTo({ device, table, sources, nextHops }: RemoteSitePlan): Want[] {
  return [
    { kind: "link", device, mtu: ANY_LENGTH, type: "vrf", options: { table } },
    ...sources.map((address): Want => {
      return { kind: "address", device, address: hostPrefix(address), pointToPoint: true };
    }),
    ...nextHops.map((address): Want => {
      return { kind: "route", prefix: hostPrefix(address), device };
    }),
  ];
}
