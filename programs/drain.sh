#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Makes this gateway the last choice of all others for maintenance (RFC 8326), by what it announces: sessions stay up,
# and what still comes is forwarded.
#   drain drain          waits until nothing is forwarded any more, or half a minute; it is drained after a start too
#   drain undrain        and back
#   drain edit FOLDER    for `apply`, which asks for it while the gateway is drained: edits the files in the folder
# shellcheck disable=SC2016 # awk's own variables
set -eu
state=/var/lib/vpn-gateway
namespace=/etc/vpn-gateway/namespace

# edit FILE AWK…
edit() {
  [ -e "$1" ] || return 0
  file=$1
  shift
  awk "$@" "$file" > "$file.drained"
  mv "$file.drained" "$file"
}

# Again: with the mark, or without it.
apply() {
  current=$state/confirmed
  [ ! -e $state/change ] || current=$state/next
  sh $current/apply again
}

# Packets that were forwarded since the start, of both families, where the inside is.
forwarded() {
  inside=
  [ ! -e $namespace ] || inside="ip netns exec $(sed -n 's/^namespace=//p' $namespace)"
  # shellcheck disable=SC2086 # words
  $inside cat /proc/net/snmp /proc/net/snmp6 | awk '
    /^Ip:/ && !at { for (i = 2; i <= NF; i++) if ($i == "ForwDatagrams") at = i; next }
    /^Ip:/ { sum += $at }
    /^Ip6OutForwDatagrams/ { sum += $2 }
    END { print sum }'
}

case "$1" in
  drain)
    touch $state/drained
    apply
    before=$(forwarded)
    for _ in $(seq 30); do
      sleep 1
      after=$(forwarded)
      [ "$after" != "$before" ] || exit 0
      rate=$((after - before)) before=$after
    done
    echo "vpn-gateway: still forwards $rate packets a second, which nobody else takes" ;;
  undrain)
    [ -e $state/drained ] || exit 0
    rm $state/drained
    apply ;;
  edit)
    # What is announced has the community, and within our AS the last preference.
    frr=$2/etc/frr/frr.conf
    maps=$(awk '$1 == "neighbor" && $3 == "route-map" && $5 == "out" { print $4 }' "$frr" | sort -u | tr '\n' ' ')
    edit "$frr" -v "maps= $maps" '
      /^route-map / { ours = index(maps, " " $2 " ") && $3 == "permit"; own = $2 ~ /^by-/ }
      / graceful-shutdown additive$/ || /^ set local-preference 0$/ { ours = 0 }
      ours && (/^exit$/ || /^ set (community|as-path|metric|origin|tag) /) {
        ours = 0
        if (own) print " set local-preference 0"
        if (!sub(/ additive$/, " graceful-shutdown&")) print " set community graceful-shutdown additive"
      }
      /^ redistribute bgp metric / { $0 = " redistribute bgp metric 10000 " $5 " " $6 }
      { print }'
    edit "$2/etc/vpn-gateway/keepalived.conf" '/^  priority / { $0 = "  priority 252" } { print }'
    edit "$2/etc/vpn-gateway/radvd.conf" '
      /Adv(Default|Route)Preference/ { next }
      /^interface / { open = 1 }
      /^  AdvDefaultLifetime 0;/ { open = 0 }
      open && /^(  (prefix|route) |};)/ { open = 0; print "  AdvDefaultPreference low;" }
      { print }
      /^  route / { print "    AdvRoutePreference low;" }' ;;
esac
