#!/bin/bash
# Takes BFD off every BGP session of the gateways and hosts named, at run time: no-bfd.sh a b host:east …
set -eu
for owner; do
    case $owner in
    host:*) shell=(vtysh -N "${owner#host:}") ;;
    *) shell=(/lab/guest/gateway.sh exec "$owner" vtysh) ;;
    esac
    words=(-c 'configure terminal')
    while read -r line; do
        words+=(-c "$line")
    done < <("${shell[@]}" -c 'show running-config' |
        awk '/^router bgp / { print } / neighbor .* bfd/ && !seen[$2]++ { print "no neighbor", $2, "bfd" }')
    "${shell[@]}" "${words[@]}"
done
