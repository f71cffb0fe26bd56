#!/bin/sh
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
# Keeps what keepalived says of itself, for "vpn-gateway status": MASTER, BACKUP, FAULT or STOP.
mkdir -p /run/vpn-gateway
echo "$3" > /run/vpn-gateway/vrrp
