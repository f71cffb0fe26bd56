import { Chain, Rule } from "./types";

/**
 * Packets of a VRF meet the firewall as the VRF's own; which of its links they came by is another
 * question. Before routing they pass twice, by the link and by the VRF (Documentation/networking/vrf.rst).
 */
export const IN_VRF = "meta sdifname";

/** `fib` knows no addresses of a VRF where the packet passes by the VRF's name: they are in sets. */
export const UNTRACKED_BY_VRF: Chain = {
  name: "untracked",
  hook: "type filter hook prerouting priority raw; policy accept;",
  rules: [
    {
      comment: "To ourselves, and out in clear: answers are known by their connection.",
      text: "ip daddr @local4 return",
    },
    { text: "ip6 daddr @local6 return" },
    { text: "ip daddr @breakout4 return" },
    { text: "ip6 daddr @breakout6 return" },
    {
      comment: "A full table of connections must not stop what is only forwarded.",
      text: "iifname @protected fib daddr type unicast notrack",
    },
  ],
};

/** Only what an inside segment begins; from outside come answers alone, and errors about them. */
export const BREAKOUT: readonly Rule[] = [
  {
    comment: "Local breakout: in clear and on purpose.",
    text: `${IN_VRF} @inside oifname @underlay ip daddr @breakout4 accept`,
  },
  { text: `${IN_VRF} @inside oifname @underlay ip6 daddr @breakout6 accept` },
  { text: answers("ip daddr @breakout4") },
  { text: answers("ip6 daddr @breakout6") },
];

function answers(original: string): string {
  return `iifname @underlay oifname @inside ct state established,related ct direction reply ct original ${original} accept`;
}

export const MASQUERADE: Chain = {
  name: "source_nat",
  hook: "type nat hook postrouting priority srcnat; policy accept;",
  rules: [
    { text: "iifname @protected oifname @underlay ip daddr @breakout4 masquerade" },
    { text: "iifname @protected oifname @underlay ip6 daddr @breakout6 masquerade" },
  ],
};
