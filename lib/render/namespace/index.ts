import { GatewayPlan, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { PRIVATE_SYSCTL } from "../sysctl/private";
import { generatedFrom } from "../text";
import { unitFile } from "../unit";

const SCRIPT = "/usr/local/lib/vpn-gateway/namespace";

/** The network namespace of the private side; nothing where there is none. */
export function namespaceFiles({ path, namespace }: GatewayPlan): GatewayFile[] {
  if (!namespace) return [];
  return [
    { path: SCRIPT, mode: "0755", owner: "root", text: text(path, namespace) },
    unitFile("vpn-gateway-namespace.service", path, UNIT),
  ];
}

/**
 * The kernel would give back NICs by itself, to whatever namespace it booted with and some time after
 * the last program has left; and an XFRM interface that lingers keeps its if_id from the next one.
 */
const text = (path: string, { name, publicName }: NamespacePlan) => String.raw`#!/bin/sh
# ${generatedFrom(path)}
# The private side of this gateway: a network namespace beside the machine's own, which has a name here too.
#   namespace make      run again it changes nothing
#   namespace remove    NICs go back to the public side
set -eu
umask 022
noted=/run/vpn-gateway/network-${name}

make() {
  [ -e /run/netns/${publicName} ] || ip netns attach ${publicName} $$
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

/** Before the firewall, which is loaded on both sides. A stop takes the private side away. */
const UNIT = {
  Unit: {
    Description: "Private side of this VPN gateway",
    DefaultDependencies: "no",
    After: "local-fs.target",
    Wants: "network-pre.target",
    Before: "network-pre.target shutdown.target",
    Conflicts: "shutdown.target",
  },
  Service: {
    Type: "oneshot",
    RemainAfterExit: "yes",
    ExecStart: `${SCRIPT} make`,
    ExecReload: `${SCRIPT} make`,
    ExecStop: `${SCRIPT} remove`,
  },
  Install: { WantedBy: "sysinit.target" },
};
