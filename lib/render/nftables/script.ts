import { NamespacePlan } from "../../plan/types";
import { PRIVATE_SYSCTL } from "../sysctl/private";
import { generatedFrom } from "../text";

export const SCRIPT = "/usr/local/lib/vpn-gateway/firewall";
export const RULES = "/etc/vpn-gateway/nftables.nft";
export const PRIVATE_RULES = "/etc/vpn-gateway/private-nftables.nft";
export const CLOSED_RULES = "/etc/vpn-gateway/closed-nftables.nft";

/** Forwarding is behind the firewall: sysctl.d(5) would begin it at boot, with a ruleset or without. */
export function firewallScript(path: string, namespace: NamespacePlan | undefined): string {
  const inside = namespace ? `ip netns exec ${namespace.name} ` : "";
  const settings = namespace ? PRIVATE_SYSCTL : "/etc/sysctl.d/90-vpn-gateway.conf";
  const sides = namespace ? [inside, ""] : [""];
  const load = namespace
    ? `${inside}nft -f ${PRIVATE_RULES} && nft -f ${RULES}`
    : `nft -f ${RULES}`;
  const close = sides.map(
    (
      side,
    ) => String.raw`  ${side}nft list table inet vpn_gateway > /dev/null 2>&1 || ${side}nft -f ${CLOSED_RULES} || :
`,
  );
  return String.raw`#!/bin/sh
# ${generatedFrom(path)}
# The firewall, and forwarding behind it.
#   firewall load     a ruleset that is refused changes nothing; without an earlier one, nothing is forwarded
#   firewall close    ends forwarding
set -u

forwarding() { ${inside}sysctl -q -w net.ipv4.ip_forward="$1" net.ipv6.conf.all.forwarding="$1"; }

# Without forwarding the kernel takes redirects again, unless it is set otherwise.
close() { forwarding 0; ${inside}sysctl -q -p ${settings}; }

load() {
  if ${load}; then
    forwarding 1
    return
  fi
  echo "vpn-gateway-firewall: the ruleset was refused" >&2
  ${inside}nft list table inet vpn_gateway > /dev/null 2>&1 || close
${close.join("")}  return 1
}

"$1"
`;
}
