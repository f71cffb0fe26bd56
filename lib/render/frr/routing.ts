import { GatewayFile } from "../file";
import { compact, generatedFrom } from "../text";
import { CONFINED, ORDINARY_CALLS, unitFile } from "../unit";

export const ROUTING_SCRIPT = "/usr/local/lib/vpn-gateway/routing";

/**
 * Brings FRR to frr.conf after each start and each change. Debian's own reload replaces watchfrr, FRR's main
 * process: systemd then loses track of it, and stops all of FRR as a clean exit when the reload exceeds the
 * unit's limit of 2 minutes (frr#12735, frr#20430). A start under load can lose lines (frr#15799).
 */
export function routingFiles(path: string): GatewayFile[] {
  return [
    {
      path: ROUTING_SCRIPT,
      mode: "0755",
      owner: "root",
      text: compact(routingScript(path), 2),
    },
    unitFile("vpn-gateway-routing.service", path, UNIT),
  ];
}

/** A unit of its own: neither the limit of frr.service nor the end of an SSH session cuts a reload short. */
const UNIT = {
  Unit: { Description: "Routing configuration of this VPN gateway", After: "frr.service" },
  Service: {
    Type: "oneshot",
    ExecStart: ROUTING_SCRIPT,
    TimeoutStartSec: "infinity",
    // Sockets, log and folders of FRR are its own user's.
    CapabilityBoundingSet: "CAP_DAC_OVERRIDE CAP_CHOWN CAP_FOWNER CAP_SETUID CAP_SETGID",
    RestrictAddressFamilies: "AF_UNIX",
    ...CONFINED,
    ...ORDINARY_CALLS,
  },
  Install: { WantedBy: "frr.service" },
};

export const routingScript = (path: string) => String.raw`#!/bin/sh
# ${generatedFrom(path)}
# Brings FRR to frr.conf: by a reload, or by a restart of FRR where reloads fail.
#   routing          run again it changes nothing
#   routing check    exit code 0 if nothing differs
set -u
PATH=$PATH:/usr/lib/frr
file=/etc/frr/frr.conf
# frr-reload.py starts vtysh for each line that it removes: up to two seconds on a small, busy machine.
limit=$((300 + 2 * $(vtysh -c 'show running-config' 2>/dev/null | cat - "$file" | wc -l)))

frr_reload() { timeout -k 10 "$limit" frr-reload.py "$1" "$file"; }
# What frr-reload.py compares is the sum of all daemons' configurations. Prefix lists and route-maps are in several of
# them: one that lost them at a slow start is not missed there, and lets no route pass. Prints what a daemon lacks.
lost() {
  # What zebra has is kept by mgmtd from FRR 10 on.
  for daemon in bgpd ospfd ospf6d $([ -e /run/frr/mgmtd.vty ] || echo zebra); do
    vtysh -d $daemon -c 'show running-config' 2>/dev/null | awk '
      /^route-map/ { map = $2; head = $0 }
      /^exit$/ { map = head = "" }
      live { have[head, $0]; for (i = 2; !map && i < NF;) if ($(i++) == "route-map") used[$i] }
      !live && length(have) && (/^ip.* prefix-list/ || map in used) && !((head, $0) in have)
    ' live=1 - live= "$file"
  done
}
whole() { delta=$(frr_reload --test 2>/dev/null) && [ -z "$delta" ] && delta=$(lost) && [ -z "$delta" ]; }

# bring TRIES: also waits for daemons that are still starting, and for a vty that holds the configuration lock.
bring() {
  tries=$1 loaded=no
  until whole; do
    [ "$tries" -gt 0 ] || return 1
    tries=$((tries - 1))
    if frr_reload --reload; then
      loaded=yes
      [ -z "$(lost)" ] || timeout -k 10 "$limit" vtysh -f "$file"
      ! whole || return 0
    fi
    sleep 5
  done
}

if [ "${"$"}{1-}" = check ]; then
  whole
  exit
fi
# Cannot help where FRR takes everything and shows it otherwise.
restart() {
  [ "$loaded" = no ] || return
  echo "reloads fail; restarting FRR" >&2
  systemctl try-restart frr.service
  bring 12
}
# bgpd starts no session before it is told that its configuration ends, or ten minutes have passed. A vtysh that
# watchfrr killed for being slow may have told all lines but this one, so that there is nothing to reload.
if bring 3 || restart; then exec vtysh -f /dev/null; fi
echo "FRR differs from $file: $delta" >&2
exit 1
`;
