import { uplinkDevices } from "../../plan/ends";
import { AdditionsPlan, FirewallSlice } from "../../plan/types";
import { Chain, Rule, Sides } from "./types";
import { BREAKOUT, IN_VRF, MASQUERADE, UNTRACKED_BY_VRF } from "./isolation";
import { LINK_ADDRESSES, outOfTunnels, POLICIES, SOURCES } from "./traffic";
import { output } from "./output";

/** The chains, without the rules that ask a set this gateway does not have. */
export function chains(
  { vrf, breakout, uplinks, additions }: FirewallSlice,
  sides: Sides,
  setNames: readonly string[],
): Chain[] {
  const has = (name: string) => setNames.includes(name);
  const from = vrf ? IN_VRF : "iifname";
  const all = [
    ...(has("tunnels") || has("links4") || has("links6") ? [SOURCES] : []),
    ...(sides === "public" ? [] : [vrf ? UNTRACKED_BY_VRF : UNTRACKED]),
    input(onUnderlay(sides, uplinkDevices(uplinks)), from, byApp(additions, "input")),
    ...(sides === "public" ? [] : [BFD, ROUTING]),
    forward(from, byApp(additions, "forward")),
    ...(has("tunnels") ? [outOfTunnels(from)] : []),
    ...(has("one_hop4") || has("one_hop6") ? [ALL_HOPS] : []),
    output(sides, vrf !== undefined),
    ...(breakout?.masquerade ? [MASQUERADE] : []),
  ];
  return all.map((chain) => ({
    ...chain,
    rules: chain.rules.filter(
      ({ text, byApp }) => byApp || [...text.matchAll(/@(\w+)/g)].every(([, name]) => has(name!)),
    ),
  }));
}

function byApp(additions: AdditionsPlan | undefined, chain: "input" | "forward"): Rule[] {
  const rules = (additions?.addFirewallRules ?? []).filter((it) => it.chain === chain);
  return rules.flatMap((it) => it.rules.map((text) => ({ text, byApp: true })));
}

/** Before connections are looked up, since what matters most must not depend on room in their table. */
const UNTRACKED: Chain = {
  name: "untracked",
  hook: "type filter hook prerouting priority raw; policy accept;",
  rules: [
    {
      comment: "A full table of connections must not stop what is only forwarded.",
      text: "iifname @protected fib daddr type unicast notrack",
    },
  ],
};

/** A rule for what comes by the underlay alone; none where that is in another namespace. */
function onUnderlay(sides: Sides, devices: readonly string[]): (text: string) => Rule[] {
  const onAny = sides === "public" ? "" : "iifname != @protected ";
  const match = devices.length === 0 ? onAny : "iifname @underlay ";
  return (text) => (sides === "private" ? [] : [{ text: `${match}${text}` }]);
}

function input(onUnderlay: (text: string) => Rule[], from: string, added: readonly Rule[]): Chain {
  return {
    name: "input",
    hook: "type filter hook input priority filter; policy drop;",
    rules: [
      { text: 'iifname "lo" accept' },
      ...added,
      {
        comment: "IKE (RFC 7296), and ESP, in UDP (RFC 3948) or bare: IP protocol 50.",
        text: "ip saddr @peers4 udp dport { 500, 4500 } accept",
      },
      { text: "ip saddr @peers4 meta l4proto 50 accept" },
      { text: "ip6 saddr @peers6 udp dport { 500, 4500 } accept" },
      { text: "ip6 saddr @peers6 meta l4proto 50 accept" },
      ...onUnderlay("meta nfproto ipv4 udp dport @ike_ports4 accept"),
      ...onUnderlay("meta nfproto ipv6 udp dport @ike_ports6 accept"),
      // By number: a small system has no /etc/protocols to find a name in.
      { text: "iifname . ip saddr @gre_ends4 meta l4proto 47 accept" },
      { text: "iifname . ip6 saddr @gre_ends6 meta l4proto 47 accept" },
      {
        comment: "GRE in transport mode arrives on the underlay: only what ESP protected.",
        text: "ip saddr @gre_peers4 meta l4proto 47 meta secpath exists accept",
      },
      { text: "ip6 saddr @gre_peers6 meta l4proto 47 meta secpath exists accept" },
      ...oneHop(from),
      { text: `${from} . ip saddr @neighbors4 jump routing` },
      { text: `${from} . ip6 saddr @neighbors6 jump routing` },
      {
        comment: "BFD over more than one hop (RFC 5883).",
        text: `${from} . ip saddr @far_routers4 ip ttl @far_hops4 udp dport 4784 accept`,
      },
      { text: `${from} . ip6 saddr @far_routers6 ip6 hoplimit @far_hops6 udp dport 4784 accept` },
      { text: `${from} @listen ip saddr @listen4 jump routing` },
      { text: `${from} @listen ip6 saddr @listen6 jump routing` },
      ...ospf(from),
      {
        comment:
          "VRRP (RFC 9568), IP protocol 112: with a TTL that no router has lowered, so from the segment.",
        text: `${from} . ip saddr @vrrp_partners4 ip ttl 255 meta l4proto 112 accept`,
      },
      { text: `${from} . ip6 saddr @vrrp_partners6 ip6 hoplimit 255 meta l4proto 112 accept` },
      ...VXLAN,
      {
        comment: "Redirects are errors about known connections too, which the next rule accepts.",
        text: "icmp type redirect drop",
      },
      { text: "icmpv6 type nd-redirect drop" },
      { text: "ct state established,related accept" },
      {
        comment: "Errors with the path MTU among them, and ping.",
        text: "icmp type { destination-unreachable, time-exceeded, parameter-problem, echo-request } accept",
      },
      {
        text: "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, echo-request } accept",
      },
      {
        comment: "Neighbor discovery, from the link itself (RFC 4861, 11.2).",
        text: "icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept",
      },
      ...onUnderlay("udp sport 67 udp dport 68 accept").map((rule) => ({
        comment: "How a cloud configures the underlay's address and router.",
        ...rule,
      })),
      ...onUnderlay("ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept"),
      ...onUnderlay("icmpv6 type nd-router-advert ip6 saddr fe80::/10 ip6 hoplimit 255 accept"),
      { text: "ip saddr @management4 tcp dport @management_ports accept" },
      { text: "ip6 saddr @management6 tcp dport @management_ports accept" },
      { text: "ip saddr . meta l4proto . th dport @services4 accept" },
      { text: "ip6 saddr . meta l4proto . th dport @services6 accept" },
    ],
  };
}

const oneHop = (from: string): readonly Rule[] => [
  {
    comment: "TTL security (RFC 5082), whichever end has connected: no router has been between.",
    text: `${from} . ip saddr @one_hop4 tcp dport 179 ip ttl != 255 drop`,
  },
  { text: `${from} . ip saddr @one_hop4 tcp sport 179 ip ttl != 255 drop` },
  { text: `${from} . ip6 saddr @one_hop6 tcp dport 179 ip6 hoplimit != 255 drop` },
  { text: `${from} . ip6 saddr @one_hop6 tcp sport 179 ip6 hoplimit != 255 drop` },
];

const ALL_HOPS: Chain = {
  name: "all_hops",
  hook: "type filter hook output priority mangle; policy accept;",
  rules: [
    {
      comment:
        "As the other end asks. bgpd's own setting for it makes BFD look further than one hop.",
      text: "oifname . ip daddr @one_hop4 tcp dport 179 ip ttl set 255",
    },
    { text: "oifname . ip daddr @one_hop4 tcp sport 179 ip ttl set 255" },
    { text: "oifname . ip6 daddr @one_hop6 tcp dport 179 ip6 hoplimit set 255" },
    { text: "oifname . ip6 daddr @one_hop6 tcp sport 179 ip6 hoplimit set 255" },
  ],
};

const VXLAN: readonly Rule[] = [
  {
    comment: "A group's members are not listed: those that are reached by the same device.",
    text: "iifname . udp dport @segments fib saddr . iif oif exists accept",
  },
  { text: "iifname . ip saddr . udp dport @segment_peers4 accept" },
  { text: "iifname . ip6 saddr . udp dport @segment_peers6 accept" },
  {
    comment: "Switches ask who is in a group, and forget who does not answer.",
    text: "iifname @segment_devices meta l4proto 2 accept",
  },
  { text: "iifname @segment_devices icmpv6 type mld-listener-query accept" },
];

/** The kernel hands up what is for the gateway itself, or for the groups of OSPF that it is in. */
const ospf = (from: string): readonly Rule[] => [
  {
    comment:
      "OSPF, IP protocol 89 (RFC 2328, RFC 5340), and its BFD; version 3 speaks from link-local addresses.",
    text: `${from} @ospf_devices4 ip saddr @ospf_prefixes4 meta l4proto 89 accept`,
  },
  { text: `${from} @ospf_devices4 ip saddr @ospf_prefixes4 jump bfd` },
  { text: `${from} @ospf_devices6 ip6 saddr fe80::/10 meta l4proto 89 accept` },
  { text: `${from} @ospf_devices6 ip6 saddr fe80::/10 jump bfd` },
  {
    comment: "Switches ask who is in ff02::5 too.",
    text: `${from} @ospf_devices6 icmpv6 type mld-listener-query accept`,
  },
];

const BFD: Chain = {
  name: "bfd",
  rules: [
    {
      comment:
        "Sent with 255 hops (RFC 5881, 5), so that no router has been between. An echo has been at the other end.",
      text: "ip ttl 255 udp dport 3784 accept",
    },
    { text: "ip6 hoplimit 255 udp dport 3784 accept" },
    { text: "ip ttl 254-255 udp dport 3785 accept" },
    { text: "ip6 hoplimit 254-255 udp dport 3785 accept" },
  ],
};

/** Only for neighbors, each on its own device. */
const ROUTING: Chain = {
  name: "routing",
  rules: [{ text: "tcp dport 179 accept" }, { text: "jump bfd" }],
};

const FIRST_SEGMENT = "tcp flags & (syn | rst) == syn tcp option maxseg size set";

/** A first segment says how much its sender takes; both directions pass here. */
function forward(from: string, added: readonly Rule[]): Chain {
  return {
    name: "forward",
    hook: "type filter hook forward priority filter; policy drop;",
    rules: [
      {
        comment: "Never raises it.",
        text: `meta nfproto ipv4 ${FIRST_SEGMENT} oifname map @mss4`,
      },
      { text: `meta nfproto ipv4 ${FIRST_SEGMENT} ${from} map @mss4` },
      { text: `meta nfproto ipv6 ${FIRST_SEGMENT} oifname map @mss6` },
      { text: `meta nfproto ipv6 ${FIRST_SEGMENT} ${from} map @mss6` },
      ...POLICY_SEGMENTS,
      ...added,
      {
        comment: "An echo has one address at both ends, and leaves where it came from.",
        text: `${from} . ip saddr @echoes oifname . ip daddr @echoes udp dport 3785 accept`,
      },
      {
        comment: "Between two partners that both have lost a network it would go to and fro.",
        text: "iifname @partner oifname @partner drop",
      },
      ...LINK_ADDRESSES,
      { text: `${from} @tunnels goto out_of_tunnels` },
      { text: `${from} @protected oifname @protected accept` },
      ...POLICIES,
      ...BREAKOUT,
    ],
  };
}

const POLICY_SEGMENTS: readonly Rule[] = [
  {
    comment: "Policy-based VPNs have no interface: the prefix behind them says the size.",
    text: `${FIRST_SEGMENT} ip daddr map @selector_mss4`,
  },
  { text: `${FIRST_SEGMENT} ip saddr map @selector_mss4` },
  { text: `${FIRST_SEGMENT} ip6 daddr map @selector_mss6` },
  { text: `${FIRST_SEGMENT} ip6 saddr map @selector_mss6` },
];
