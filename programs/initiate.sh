#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Starts tunnels whenever they are down and charon does not try. It tries for ever while no peer answers, and never again
# once it is answered with an error: by a peer that has just started and not loaded its connections, or that has
# another key yet.
#   initiate         every half a minute
#   initiate PEER    those to this peer, once
set -u

# start [PEER]
start() {
  # The peer's name while an IKE SA comes up: one more child would be made twice.
  known=$(swanctl --list-sas 2>/dev/null |
    sed -n -e 's/^\([^ ]*\): #[0-9]*, CONNECTING.*/\1/p' -e 's/^  \([^ ]*\): #.*/\1/p' | tr '\n' ' ')
  # Depth 2 is a connection, depth 4 a child.
  awk '/^ *#/ { next } /{$/ { name[++depth] = $1 } /^ *}$/ { depth-- }
    depth == 4 && /start_action = start$/ { print name[2], name[4] }' /etc/swanctl/conf.d/vpn-gateway.conf |
    while read -r peer child; do
      case " $known" in *" $peer "* | *" $child "*) continue ;; esac
      [ "${1-$peer}" = "$peer" ] || continue
      echo "starting $child"
      swanctl --initiate --child "$child" --timeout 1 > /dev/null 2>&1
    done
}

[ $# = 0 ] || { start "$1"; exit; }
while sleep 30; do start; done
