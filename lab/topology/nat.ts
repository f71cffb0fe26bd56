import type { LabGateway, LabNat } from "./schema";

/** The NAT's device towards the transit. */
export const outside = "out";

export const natNamespace = (gateway: string) => `nat-${gateway}`;

/** Addresses that the transit sees a gateway by. */
export function publicAddresses({ uplink }: Pick<LabGateway, "uplink">): string[] {
  const seen = uplink.nat ? [uplink.nat.address] : uplink.addresses;
  return seen.map((one) => one.split("/")[0]);
}

/** Shell script that makes a namespace translate `inner`, the gateway's own address. */
export function natScript(namespace: string, nat: LabNat, inner: string): string {
  const settings = [
    "net.ipv4.ip_forward=1",
    `net.netfilter.nf_conntrack_udp_timeout=${nat.udpTimeout}`,
    `net.netfilter.nf_conntrack_udp_timeout_stream=${nat.udpTimeout}`,
  ];
  return [
    `ip netns exec ${namespace} nft -f - <<'END'\n${rules(nat, inner)}\nEND`,
    `ip netns exec ${namespace} sysctl -qw ${settings.join(" ")}`,
  ].join("\n");
}

function rules({ kind, address }: LabNat, inner: string): string {
  const seen = address.split("/")[0];
  const chains =
    kind === "one-to-one"
      ? [
          `chain in { type nat hook prerouting priority dstnat; iifname ${outside} dnat to ${inner}; }`,
          `chain out { type nat hook postrouting priority srcnat; oifname ${outside} snat to ${seen}; }`,
          // What it cannot translate, it would answer for itself: an empty packet of DCCP or SCTP.
          `chain here { type filter hook input priority filter; iifname ${outside} ct state invalid drop; }`,
        ]
      : [
          // Never the port it was, as a router with many behind it cannot promise.
          `chain out { type nat hook postrouting priority srcnat; oifname ${outside} meta l4proto udp masquerade to :20000-29999; oifname ${outside} masquerade; }`,
          `chain asked { type filter hook forward priority filter; iifname ${outside} ct state != { established, related } drop; }`,
        ];
  return `table ip nat {\n${chains.join("\n")}\n}`;
}
