#!/bin/bash
# Takes a network away again: gateways, hosts, namespaces. The VM stays.
cd /lab
for home in gateways/*/; do
    [ -d "$home" ] && guest/gateway.sh stop "$(basename "$home")"
done
for conf in seed/hosts/*.conf; do
    [ -e "$conf" ] && guest/host.sh stop "$(basename "$conf" .conf)"
done
ip -all netns delete
ip link delete mgmt 2>/dev/null
rm -rf /lab/seed/*
true
