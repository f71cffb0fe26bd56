#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# The firewall, and forwarding behind it: sysctl.d(5) would begin it at boot, with a ruleset or without.
#   firewall load     a ruleset that is refused changes nothing; without an earlier one, nothing is forwarded
#   firewall close    ends forwarding
set -u
folder=/etc/vpn-gateway
# Names the network namespace of the inside, where there is one: packets are forwarded there.
namespace=
settings=/etc/sysctl.d/90-vpn-gateway.conf
if [ -e $folder/namespace ]; then
  # shellcheck source=/dev/null
  . $folder/namespace
  settings=$folder/private-sysctl.conf
fi

public() { "$@"; }
private() { ${namespace:+ip netns exec "$namespace"} "$@"; }

forwarding() { private sysctl -q -w net.ipv4.ip_forward="$1" net.ipv6.conf.all.forwarding="$1"; }

# Without forwarding the kernel takes redirects again, unless it is set otherwise.
close() { forwarding 0; private sysctl -q -p $settings; }

has_rules() { "$1" nft list table inet vpn_gateway > /dev/null 2>&1; }

load() {
  if { [ -z "$namespace" ] || private nft -f $folder/private-nftables.nft; } && nft -f $folder/nftables.nft; then
    forwarding 1
    return
  fi
  echo "vpn-gateway-firewall: the ruleset was refused" >&2
  has_rules private || close
  for side in private public; do
    has_rules $side || $side nft -f $folder/closed-nftables.nft
  done
  return 1
}

"$1"
