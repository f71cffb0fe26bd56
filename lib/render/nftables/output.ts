import { Chain, Rule, Sides } from "./types";

/** What the gateway sends itself; from the moment the firewall is loaded, before there are links. */
export function output(sides: Sides, vrf: boolean): Chain {
  return {
    name: "output",
    hook: "type filter hook output priority filter; policy accept;",
    rules: [
      {
        comment: "While there is no SA, GRE would go to the peer in clear text.",
        text: "ip daddr @gre_peers4 meta l4proto 47 rt ipsec missing drop",
      },
      { text: "ip6 daddr @gre_peers6 meta l4proto 47 rt ipsec missing drop" },
      { text: "oifname @carriers accept" },
      {
        comment:
          "A segment without a carrier, or a tunnel that is gone, has no route: what is for it must not take the default one.",
        text: 'oifname != "lo" oifname != @protected ip daddr @own4 drop',
      },
      { text: 'oifname != "lo" oifname != @protected ip6 daddr @own6 drop' },
      ...neverInClear(sides, vrf),
      {
        comment: "Hosts keep to the router that routing gave them; IPv6 has no setting for it.",
        text: "icmpv6 type nd-redirect drop",
      },
    ],
  };
}

/** Beside the tunnels themselves. The outside of an isolated gateway may answer whom it has let in. */
function neverInClear(sides: Sides, vrf: boolean): Rule[] {
  const device = sides === "public" ? 'oifname != "lo"' : 'oifname != "lo" oifname != @protected';
  const answers = {
    comment: "To whom the outside has let in.",
    text: "ct direction reply accept",
  };
  return [
    { comment: "IKE and ESP.", text: "ip daddr @peers4 udp sport { 500, 4500 } accept" },
    { text: "ip daddr @peers4 meta l4proto 50 accept" },
    { text: "ip6 daddr @peers6 udp sport { 500, 4500 } accept" },
    { text: "ip6 daddr @peers6 meta l4proto 50 accept" },
    ...(vrf || sides === "public" ? [answers] : []),
    {
      comment: "What is behind a VPN is reached by it alone, also while it is not there yet.",
      text: `${device} ip daddr @remote4 rt ipsec missing drop`,
    },
    { text: `${device} ip6 daddr @remote6 rt ipsec missing drop` },
  ];
}
