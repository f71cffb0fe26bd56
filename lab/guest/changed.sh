#!/bin/bash
# changed.sh GATEWAY FILE SCRIPT [WORD…]: applies, on a gateway, what it has kept, with one of its files edited by sed's
# script. The words are those of `apply`; `killed SECONDS` in front of them kills it at that time.
set -eu
gateway=$1 file=$2 script=$3
shift 3
limit=()
if [ "${1-}" = killed ]; then
    limit=(timeout -s KILL "$2")
    shift 2
fi
on() { /lab/guest/gateway.sh exec "$gateway" "$@"; }
on rm -rf /root/changed
on cp -R /var/lib/vpn-gateway/confirmed /root/changed
on sed -i "$script" "/root/changed/files$file"
! on cmp -s "/root/changed/files$file" "/var/lib/vpn-gateway/confirmed/files$file" || { echo "the script changes nothing"; exit 2; }
on "${limit[@]}" sh /root/changed/apply "$@"
