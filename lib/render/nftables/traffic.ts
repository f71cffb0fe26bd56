import { Chain, Rule } from "./types";

const ERRORS4 = "icmp type { destination-unreachable, time-exceeded, parameter-problem }";
const ERRORS6 =
  "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }";

/**
 * Before routing, so that it holds for the gateway and for all behind it, and while the device is still
 * the link itself: a VRF's packets pass a second time, by the VRF.
 */
export const SOURCES: Chain = {
  name: "sources",
  hook: "type filter hook prerouting priority raw; policy accept;",
  rules: [
    { text: 'iifname "lo" accept' },
    { text: "iifname @inside_devices accept" },
    {
      comment: "A tunnel brings what its peer has declared.",
      text: "iifname . ip saddr @sources4 accept",
    },
    { text: "iifname . ip6 saddr @sources6 accept" },
    { text: "iifname @anywhere4 ip saddr != @claimed4 accept" },
    { text: "iifname @anywhere6 ip6 saddr != @claimed6 accept" },
    {
      comment: "Never forwarded.",
      text: "iifname @tunnels ip6 saddr { ::, fe80::/10 } accept",
    },
    { text: "iifname @carriers ip6 saddr { ::, fe80::/10 } accept" },
    {
      comment: "Errors, with the path MTU among them, come from any router on the way.",
      text: `iifname @tunnels ip saddr != @ours4 ${ERRORS4} accept`,
    },
    { text: `iifname @tunnels ip6 saddr != @ours6 ${ERRORS6} accept` },
    { text: "iifname @tunnels drop" },
    { text: "iifname @carriers drop" },
    {
      comment: "The address of a tunnel or of the pair link, by another device.",
      text: "ip saddr @links4 drop",
    },
    { text: "ip6 saddr @links6 drop" },
  ],
};

/** By number: a small system has no /etc/protocols to find a name in. */
export const LINK_ADDRESSES: readonly Rule[] = [
  {
    comment: "Routing is spoken from there, to the gateway itself: ICMP alone is forwarded.",
    text: "ip saddr @links4 meta l4proto != 1 drop",
  },
  { text: "ip daddr @links4 meta l4proto != 1 drop" },
  { text: "ip6 saddr @links6 meta l4proto != 58 drop" },
  { text: "ip6 daddr @links6 meta l4proto != 58 drop" },
];

/** To this side's networks, and into another tunnel only where transit is asked for. */
export function outOfTunnels(from: string): Chain {
  return {
    name: "out_of_tunnels",
    rules: [
      {
        comment: "Transit.",
        text: `${from} @transit oifname @transit accept`,
      },
      { text: `${from} @transit oifname @transit_apart accept` },
      { text: `${from} @transit_apart oifname @transit accept` },
      { text: `${from} @transit ip daddr @transit_selectors4 rt ipsec exists accept` },
      { text: `${from} @transit ip6 daddr @transit_selectors6 rt ipsec exists accept` },
      { text: "oifname @tunnels drop" },
      { comment: "To this side.", text: "oifname @protected ip daddr @destinations4 accept" },
      { text: "oifname @protected ip6 daddr @destinations6 accept" },
      { comment: "Transit by the partner.", text: `${from} @transit oifname @pair_link accept` },
      {
        text: `${from} @transit_apart oifname @pair_link ip daddr @transit_networks4 accept`,
      },
      {
        text: `${from} @transit_apart oifname @pair_link ip6 daddr @transit_networks6 accept`,
      },
      { text: "drop" },
    ],
  };
}

/** They come and go by the underlay: only what a policy has taken. */
export const POLICIES: readonly Rule[] = [
  {
    comment: "Policy-based VPNs come and go by the underlay: only what a policy has taken.",
    text: "iifname @protected ip daddr @selectors4 rt ipsec exists accept",
  },
  { text: "iifname @protected ip6 daddr @selectors6 rt ipsec exists accept" },
  {
    comment: "Never from our own networks.",
    text: "ip saddr @selectors4 ip saddr @ours4 drop",
  },
  { text: "ip6 saddr @selectors6 ip6 saddr @ours6 drop" },
  {
    comment: "Into tunnels, and from one of them to another, with transit alone.",
    text: "ip saddr @transit_selectors4 meta secpath exists oifname @transit accept",
  },
  { text: "ip6 saddr @transit_selectors6 meta secpath exists oifname @transit accept" },
  {
    text: "ip saddr @transit_selectors4 meta secpath exists ip daddr @transit_selectors4 rt ipsec exists accept",
  },
  {
    text: "ip6 saddr @transit_selectors6 meta secpath exists ip6 daddr @transit_selectors6 rt ipsec exists accept",
  },
  { text: "oifname @tunnels drop" },
  { text: "ip saddr @selectors4 meta secpath exists oifname @protected accept" },
  { text: "ip6 saddr @selectors6 meta secpath exists oifname @protected accept" },
];
