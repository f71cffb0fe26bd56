#!/bin/bash
# BGP of a host: FRR of the VM in a pathspace of its own.
#   host.sh start NAME    with /lab/seed/hosts/NAME.conf
#   host.sh stop NAME
set -eu
verb=$1 name=$2

start() {
    install -d -o frr -g frr "/etc/frr/$name"
    install -o frr -g frr -m 0640 "/lab/seed/hosts/$name.conf" "/etc/frr/$name/frr.conf"
    install -o frr -g frr -m 0640 /dev/null "/etc/frr/$name/vtysh.conf"
    local daemon
    for daemon in zebra bgpd bfdd; do
        ip netns exec "host-$name" "/usr/lib/frr/$daemon" -N "$name" -d -A 127.0.0.1
    done
    for _ in $(seq 100); do
        [ -S "/run/frr/$name/bgpd.vty" ] && [ -S "/run/frr/$name/bfdd.vty" ] && break
        sleep 0.1
    done
    vtysh -N "$name" -b
}

stop() {
    local file
    for file in "/run/frr/$name"/*.pid; do
        [ -e "$file" ] && kill "$(cat "$file")" || true
    done
    rm -rf "/run/frr/$name" "/etc/frr/$name"
}

"$verb"
