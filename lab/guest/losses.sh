#!/bin/bash
# When BGP lost sessions: losses.sh SINCE GATEWAY…; prints seconds since 1970, by FRR's own log on the gateways and on all hosts.
set -eu
since=$1
shift
log=(journalctl --quiet --output=short-unix "--since=@$since" SYSLOG_IDENTIFIER=bgpd)
{
    "${log[@]}"
    for gateway; do /lab/guest/gateway.sh exec "$gateway" "${log[@]}"; done
} | sed -n 's/^\([0-9.]*\) .*%ADJCHANGE: neighbor .* Down .*/\1/p'
