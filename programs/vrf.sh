#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# The table of this gateway's VRF comes before that of the machine's own addresses, or the inside would meet those
# of the public one; and nothing comes after it. The last resort is a rule: a route of last resort counts to FRR as the
# default route, which a gateway would announce without having one. Rules and the routes of a table outlive the VRF.
#   vrf make      run again it changes nothing
#   vrf remove    the kernel's own order, and an empty table
set -eu
table=
# shellcheck source=/dev/null
. /etc/vpn-gateway/vrf
noted=/run/vpn-gateway/network

# has FAMILY PRIORITY RULE; by number (-N): a machine may have given tables names of its own.
has() { ip -N "$1" rule show | grep -q "^$2:[[:space:]]*$3"; }

make() {
  for family in -4 -6; do
    has "$family" 2000 'from all lookup \[l3mdev-table\]' || ip "$family" rule add priority 2000 l3mdev unreachable
    has "$family" 32765 'from all lookup 255' || ip "$family" rule add priority 32765 from all lookup 255
    ! has "$family" 0 'from all lookup 255' || ip "$family" rule delete priority 0 from all lookup 255
  done
}

remove() {
  [ ! -e "$noted" ] || while read -r kind family priority rule; do
    # shellcheck disable=SC2086 # its words
    [ "$kind" != rule ] || ip "$family" rule delete priority "$priority" $rule || true
  done < "$noted"
  for family in -4 -6; do
    has "$family" 0 'from all lookup 255' || ip "$family" rule add priority 0 from all lookup 255
    ! has "$family" 32765 'from all lookup 255' || ip "$family" rule delete priority 32765 from all lookup 255
    ! has "$family" 2000 'from all lookup \[l3mdev-table\]' || ip "$family" rule delete priority 2000 l3mdev unreachable
    # One that has never had a route does not exist.
    ip "$family" route flush table "$table" 2>/dev/null || true
  done
}

"$1"
