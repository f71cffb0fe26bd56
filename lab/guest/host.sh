#!/bin/bash
# Routing of a host: FRR of the VM in a pathspace of its own.
#   host.sh start NAME    with /lab/seed/hosts/NAME/a file for each daemon that it has
#   host.sh stop NAME
#   host.sh restart NAME  with what is there now
set -eu
verb=$1 name=$2

start() {
    install -d -o frr -g frr "/etc/frr/$name"
    install -o frr -g frr -m 0640 "/lab/seed/hosts/$name"/*.conf "/etc/frr/$name/"
    install -o frr -g frr -m 0640 /dev/null "/etc/frr/$name/vtysh.conf"
    local daemon
    # Each reads its own file: loading one for all through vtysh takes seconds under emulation.
    # First at the CPU: what is measured is the gateways, not how busy the machine of a host is.
    for daemon in zebra bfdd bgpd ospfd ospf6d; do
        [ -e "/etc/frr/$name/$daemon.conf" ] || continue
        local first=(nice -n -20)
        [ "$daemon" != bfdd ] || first=(chrt --rr 1)
        "${first[@]}" ip netns exec "host-$name" "/usr/lib/frr/$daemon" -N "$name" -f "/etc/frr/$name/$daemon.conf" -d -A 127.0.0.1
    done
}

stop() {
    local file pid pids=()
    for file in "/run/frr/$name"/*.pid; do
        [ -e "$file" ] && kill "$(cat "$file")" && pids+=("$(cat "$file")") || true
    done
    for pid in "${pids[@]}"; do
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    done
    rm -rf "/run/frr/$name" "/etc/frr/$name"
}

restart() {
    stop
    start
}

"$verb"
