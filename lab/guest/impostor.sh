#!/bin/bash
# Has a strongSwan of its own say to a gateway that it is a peer whose key it does not have:
#   impostor.sh NAMESPACE SECRETS IDENTITY GATEWAY
# From a network namespace, with the key that libreswan's SECRETS hold of another peer, as IDENTITY, to GATEWAY by its
# address, which is its identity too. Prints what comes of it, and fails if the gateway does not let it in.
set -eu
namespace=$1 secrets=$2 identity=$3 gateway=$4
folder=$(mktemp -d)
socket=unix://$folder/vici
export SWANCTL_DIR=$folder STRONGSWAN_CONF=$folder/strongswan.conf
cat >"$STRONGSWAN_CONF" <<END
charon-systemd {
  load_modular = yes
  install_routes = no
  retransmit_tries = 1
  plugins {
    include /etc/strongswan.d/charon/*.conf
    vici {
      socket = $socket
    }
  }
}
END
cat >"$folder/swanctl.conf" <<END
connections {
  impostor {
    version = 2
    remote_addrs = $gateway
    proposals = aes256gcm16-prfsha384-ecp384
    local {
      auth = psk
      id = $identity
    }
    remote {
      auth = psk
      id = $gateway
    }
    children {
      impostor {
        # What would be let in takes no other packet's way.
        if_id_in = 4179
        if_id_out = 4179
        esp_proposals = aes256gcm16-ecp384
      }
    }
  }
}
secrets {
  ike {
    id = $gateway
    secret = "$(sed -n 's/.* : PSK "\(.*\)"/\1/p' "$secrets")"
  }
}
END
ip netns exec "$namespace" /usr/sbin/charon-systemd &
charon=$!
trap 'kill $charon; wait $charon || true; rm -rf "$folder"' EXIT
until [ -S "$folder/vici" ]; do sleep 0.2; done
loaded=$(swanctl --load-all --uri "$socket" 2>&1) || { echo "$loaded"; exit 1; }
swanctl --initiate --child impostor --timeout 20 --uri "$socket" 2>&1
