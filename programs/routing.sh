#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Brings FRR to frr.conf: by a reload, or by a restart of FRR where reloads fail.
#   routing                 run again it changes nothing
#   routing check           exit code 0 if nothing differs
#   routing prepare FILE    puts into a frr.conf what only the machine and its delivery know
set -u
if [ "${1-}" = prepare ]; then
  # FRR always prints the machine's own name; any other would be a difference for ever.
  # Prefixes around an address that was filled in stand in one line; FRR wants a line for each.
  awk -v "name=$(uname -n)" '
    /^hostname / { $0 = "hostname " name }
    /^ip(v6)? prefix-list / && $4 == "permit" {
      for (i = 5; i <= NF; i++) print $1, $2, $3, "seq", 5 * (i - 4), "permit", $i ($i ~ /:.*\/64$/ ? " le 128" : "")
      next
    }
    { print }
  ' "$2" > "$2.new" && mv -f "$2.new" "$2"
  exit
fi
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
    vtysh -d "$daemon" -c 'show running-config' 2>/dev/null | awk '
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

if [ "${1-}" = check ]; then
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
# bgpd starts no session before it learns that its configuration ends, or ten minutes have passed. A vtysh that
# watchfrr killed for being slow may have given it all lines but this one, so that there is nothing to reload.
if bring 3 || restart; then exec vtysh -f /dev/null; fi
echo "FRR differs from $file: $delta" >&2
exit 1
