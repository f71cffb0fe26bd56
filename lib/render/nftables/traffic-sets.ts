import { cidr, contains, Family, familyOf, ip, isDefault, parseIp } from "../../model/ip";
import { FirewallSlice } from "../../plan/types";
import { ADDRESS, ownLinks, prefixes } from "./addresses";
import { Element, FirewallSet } from "./types";

/** Sets of devices that say where packets out of tunnels may go. */
export function trafficSets(gateway: FirewallSlice): FirewallSet[] {
  const { tunnels, pic, traffic, pairLink, vrf } = gateway;
  const remoteSites = (devices: readonly string[]) =>
    (pic?.remoteSites ?? []).filter(() => devices.length > 0).map(({ device }) => device);
  const devices = (names: readonly string[]): Element[] => names.map((name) => ({ key: [name] }));
  const set = (name: string, comment: string, names: readonly string[]): FirewallSet => {
    return { name, side: "private", comment, types: ["ifname"], elements: devices(names) };
  };
  const all = tunnels.map(({ device }) => device);
  return [
    set("tunnels", "Lead to other sites.", [...all, ...remoteSites(all)]),
    set("transit", "Packets may go from one of these tunnels into another.", [
      ...traffic.transit,
      ...remoteSites(traffic.transit),
    ]),
    set(
      "transit_apart",
      "Third parties: packets may go from those to these and back, not from one of these to another.",
      traffic.transitApart,
    ),
    set("pair_link", "Leads to the partner.", pairLink ? [pairLink.device] : []),
    set(
      "inside_devices",
      "The VRF: its packets have passed by their link before.",
      vrf ? [vrf.device] : [],
    ),
  ];
}

/** What packets are held against, of one family. */
export function trafficFamilySets(gateway: FirewallSlice, family: Family): FirewallSet[] {
  const { traffic, policyVpns = [] } = gateway;
  const ours = (text: string) => familyOf(text) === family;
  const address = (name: string, comment: string, texts: readonly string[]): FirewallSet => {
    const types = [ADDRESS[family]];
    const elements = prefixes(texts.filter(ours));
    return { name: `${name}${family}`, side: "private", comment, types, interval: true, elements };
  };
  const links = ownLinks(gateway).flatMap(({ device, prefixes: own }) =>
    own.filter(ours).map((prefix) => ({ key: [device, prefix] })),
  );
  const sources = traffic.sources.flatMap(({ device, peer, ranges }) =>
    ranges.filter(ours).map((range) => ({ key: [device, range], comment: peer })),
  );
  const transitSelectors = policyVpns.filter(({ transit }) => transit);
  return [
    {
      name: `sources${family}`,
      side: "private",
      comment: "Source addresses that arrive by each link.",
      types: ["ifname", ADDRESS[family]],
      interval: true,
      elements: [...links, ...sources],
    },
    {
      name: `anywhere${family}`,
      side: "private",
      comment: "Peers that declare no networks, or a default route.",
      types: ["ifname"],
      elements: traffic.sources
        .filter(({ anywhere }) => anywhere.includes(family))
        .map(({ device, peer }) => ({ key: [device], comment: peer })),
    },
    address("claimed", "Not for those: our own, other sites', never forwarded.", traffic.claimed),
    address(
      "ours",
      "Our own networks and links: no tunnel brings a packet from there.",
      traffic.ours,
    ),
    address(
      "links",
      "Tunnels and the pair link: only gateways have an address there.",
      ownLinks(gateway).flatMap((link) => link.prefixes),
    ),
    address("destinations", "Where tunnels lead to on this side.", traffic.destinations),
    address("transit_networks", "Behind tunnels with transit.", traffic.transitNetworks),
    address(
      "transit_selectors",
      "Behind policy-based VPNs with transit.",
      transitSelectors.flatMap(({ remoteSelectors }) => remoteSelectors),
    ),
    { ...address("remote", "Behind VPNs: never in clear.", remoteNetworks(gateway)), side: "both" },
  ];
}

/**
 * Networks that the gateway's own packets must not leave for in clear. One that covers the gateway's own
 * underlay address has its name servers and router in it, and is left to routing.
 */
function remoteNetworks({ protectedNetworks, policyVpns = [], uplinks }: FirewallSlice): string[] {
  const own = uplinks
    .flatMap(({ localAddress, address }) => [localAddress, address])
    .filter((it) => it && parseIp(it));
  const all = [...protectedNetworks, ...policyVpns.flatMap((vpn) => vpn.remoteSelectors)];
  return [...new Set(all)].filter(
    (prefix) => !isDefault(prefix) && !own.some((it) => contains(cidr(prefix), ip(it!))),
  );
}
