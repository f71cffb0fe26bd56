#!/bin/bash
# Takes BFD off every BGP session of the gateways and hosts named, and its own neighbors off bfdd:
# no-bfd.sh a b host:east …
# A gateway keeps it so: its routing daemons may be started again, one of the faults is their death.
set -eu
for owner; do
    case $owner in
    host:*) shell=(vtysh -N "${owner#host:}") keep=() ;;
    *) shell=(/lab/guest/gateway.sh exec "$owner" vtysh) keep=(-c 'write memory') ;;
    esac
    words=(-c 'configure terminal')
    while read -r line; do
        words+=(-c "$line")
    done < <("${shell[@]}" -c 'show running-config' |
        awk '/^router bgp |^bfd$/ { print }
            / neighbor .* bfd/ && !seen[$2]++ { print "no neighbor", $2, "bfd" }
            /^ peer / { print "no" $0 }')
    "${shell[@]}" "${words[@]}" -c end "${keep[@]}"
done
