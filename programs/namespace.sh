#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# The inside of this gateway: a network namespace beside the machine's own, which has a name here too.
#   namespace make      run again it changes nothing
#   namespace remove    NICs go back to the outside
set -eu
umask 022
namespace=
public=
# shellcheck source=/dev/null
. /etc/vpn-gateway/namespace
noted=/run/vpn-gateway/network-$namespace

make() {
  [ -e "/run/netns/$public" ] || ip netns attach "$public" $$
  # shellcheck disable=SC3013 # dash and bash have it
  [ "/run/netns/$public" -ef /proc/$$/ns/net ] ||
    { echo "vpn-gateway-namespace: $public is there already, and not the machine's own" >&2; exit 1; }
  [ -e "/run/netns/$namespace" ] || ip netns add "$namespace"
  ip -n "$namespace" link set dev lo up
  ip netns exec "$namespace" sysctl -q -p /etc/vpn-gateway/private-sysctl.conf
}

# The kernel would give back NICs by itself, to whatever namespace it booted with and some time after the last program
# has left; and an XFRM interface that lingers keeps its if_id from the next one.
remove() {
  ip -n "$namespace" -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* alias vpn-gateway .*/\1/p' |
    while read -r device; do ip -n "$namespace" link delete dev "$device"; done
  if [ -e "$noted" ]; then
    while read -r kind device; do
      [ "$kind" != nic ] || ip -n "$namespace" link set dev "$device" netns "$public" || true
    done < "$noted"
    rm "$noted"
  fi
  ip netns delete "$namespace"
  ip netns delete "$public"
}

"$1"
