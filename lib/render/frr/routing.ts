import { GatewayFile } from "../file";
import { generatedFrom, withoutComments } from "../text";
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
      text: withoutComments(routingScript(path)),
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
whole() { delta=$(frr_reload --test 2>/dev/null) && [ -z "$delta" ]; }
say() { echo "vpn-gateway-routing: $*" >&2; }

# bring TRIES: also waits for daemons that are still starting, and for a vty that holds the configuration lock.
bring() {
  tries=$1 loaded=no
  until whole; do
    [ "$tries" -gt 0 ] || return 1
    tries=$((tries - 1))
    frr_reload --reload && loaded=yes && whole && return
    sleep 5
  done
}

if [ "${"$"}{1-}" = check ]; then
  whole
  exit
fi
# bgpd starts no session before it is told that its configuration ends, or ten minutes have passed. A vtysh that
# watchfrr killed for being slow may have told all lines but this one, so that there is nothing to reload.
finish() {
  vtysh -f /dev/null
  exit 0
}
! bring 3 || finish
# A restart cannot help where FRR takes everything and shows it otherwise.
if [ "$loaded" = no ]; then
  say "reloads fail; restarting FRR"
  systemctl try-restart frr.service
  ! bring 12 || finish
fi
say "FRR differs from $file: $delta"
exit 1
`;
