#!/bin/bash
# Once per boot of the VM: what containers cannot do for themselves.
set -eu
modprobe -a ip_vti ip6_vti xfrm_interface ip_gre ip6_gre esp4 esp6 xfrm_user af_key vxlan vrf sch_netem nf_tables \
    nf_conntrack nft_ct nft_nat nft_chain_nat nft_masq overlay veth bridge dummy
# Present on CPUs that have it; emulation offers it with Westmere.
modprobe -a aesni_intel ghash_clmulni_intel 2>/dev/null || true
sysctl -qw net.core.fb_tunnels_only_for_init_net=2 net.core.netdev_max_backlog=10000
sysctl -qw fs.inotify.max_user_instances=4096 fs.inotify.max_user_watches=262144 kernel.keys.maxkeys=2000
mkdir -p /lab/gateways /lab/seed
mount -t tmpfs -o size=75% tmpfs /lab/gateways

# The kernel patches its own code when the first packet time stamp or firewall hook is wanted, and again
# when the last is gone. An emulated CPU that runs that code meanwhile can hang for good: hold both on.
systemd-run --quiet --unit=lab-time-stamps python3 -c '
import signal, socket
holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
holder.setsockopt(socket.SOL_SOCKET, 29, 1)  # SO_TIMESTAMP
signal.pause()'
nft -f - <<'END'
table inet lab_hold {
    chain prerouting { type filter hook prerouting priority raw; }
    chain input { type filter hook input priority filter; }
    chain forward { type filter hook forward priority filter; }
    chain output { type filter hook output priority filter; }
    chain postrouting { type filter hook postrouting priority filter; }
}
END
