#!/bin/bash
# Takes a network away again: gateways, hosts, namespaces. The VM stays.
cd /lab
for home in gateways/*/; do
    [ -d "$home" ] && guest/gateway.sh stop "$(basename "$home")"
done
for host in seed/hosts/*/; do
    [ -d "$host" ] && guest/host.sh stop "$(basename "$host")"
done
ip -all netns delete
ip link delete mgmt 2>/dev/null
rm -rf /lab/seed/*
true
