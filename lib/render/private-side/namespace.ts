import { NamespacePlan } from "../../plan/types";
import { PRIVATE_SYSCTL } from "../sysctl/private";
import { generatedFrom } from "../text";

/**
 * The kernel would give back NICs by itself, to whatever namespace it booted with and some time after
 * the last program has left; and an XFRM interface that lingers keeps its if_id from the next one.
 */
export const namespaceScript = (
  path: string,
  { name, publicName }: NamespacePlan,
) => String.raw`#!/bin/sh
# ${generatedFrom(path)}
# The private side of this gateway: a network namespace beside the machine's own, which has a name here too.
#   namespace make      run again it changes nothing
#   namespace remove    NICs go back to the public side
set -eu
umask 022
noted=/run/vpn-gateway/network-${name}

make() {
  [ -e /run/netns/${publicName} ] || ip netns attach ${publicName} $$
  [ /run/netns/${publicName} -ef /proc/$$/ns/net ] ||
    { echo "vpn-gateway-namespace: ${publicName} is there already, and not the machine's own" >&2; exit 1; }
  [ -e /run/netns/${name} ] || ip netns add ${name}
  ip -n ${name} link set dev lo up
  ip netns exec ${name} sysctl -q -p ${PRIVATE_SYSCTL}
}

remove() {
  ip -n ${name} -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* alias vpn-gateway .*/\1/p' |
    while read -r device; do ip -n ${name} link delete dev "$device"; done
  if [ -e "$noted" ]; then
    while read -r kind device; do
      [ "$kind" != nic ] || ip -n ${name} link set dev "$device" netns ${publicName} || true
    done < "$noted"
    rm "$noted"
  fi
  ip netns delete ${name}
  ip netns delete ${publicName}
}

"$1"
`;
