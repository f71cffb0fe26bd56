#!/bin/bash
# A gateway of the lab, or a foreign machine: one container with a full systemd, in a network namespace the fabric has made.
#   gateway.sh start NAME TREE       boots it; /lab/seed/NAME holds what it is delivered with
#   gateway.sh reboot NAME           shuts it down, and boots it again
#   gateway.sh power-cycle NAME      boots it again without having shut it down
#   gateway.sh exec NAME COMMAND…    runs a command in it
#   gateway.sh stop NAME
set -eu
verb=$1 name=$2
home=/lab/gateways/$name
root=$home/root

# The container's process 1.
leader() { head -n 1 "/sys/fs/cgroup/system.slice/gw-$name.service/payload/init.scope/cgroup.procs"; }

start() {
    local tree=$1
    mkdir -p "$home"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=/base/$tree,upperdir=$home/upper,workdir=$home/work" "$root"
    # Files for its root: SSH keys, and for cloud-init the NoCloud seed and the lab's settings; or a sheet.
    cp -r "/lab/seed/$name/." "$root/"
    if [ "$tree" != foreign ]; then
        chmod 0600 "$root/etc/ssh/ssh_host_ed25519_key"
        chmod 0700 "$root/root/.ssh" "$root/home/admin/.ssh"
        chown -R 1000:1000 "$root/home/admin/.ssh"
        [ -e "$root/var/lib/cloud/seed/nocloud/user-data" ] || touch "$root/etc/cloud/cloud-init.disabled"
    fi
    local unit
    for unit in lab-vm systemd-logind systemd-udevd console-getty getty@tty1 systemd-timesyncd; do
        ln -sf /dev/null "$root/etc/systemd/system/$unit.service"
    done
    # systemd runs them all at each reload of its units, of which a delivery has several: seconds under emulation.
    mkdir -p "$root/etc/systemd/system-generators"
    for unit in bless-boot cryptsetup debug fstab getty gpt-auto hibernate-resume integritysetup rc-local run ssh \
        system-update sysv tpm2 veritysetup; do
        ln -sf /dev/null "$root/etc/systemd/system-generators/systemd-$unit-generator"
    done
    boot
}

# Its systemd would tell three times a second how a job is going, which the VM's systemd, bus and machined would pass on
# among them: a fifth of the CPUs while six gateways start. So nobody is told, and nobody registers.
boot() {
    systemd-run --quiet --unit="gw-$name" -p Delegate=yes -p KillMode=mixed -p Type=notify -p NotifyAccess=all \
        -E SYSTEMD_NSPAWN_API_VFS_WRITABLE=network \
        systemd-nspawn --quiet --keep-unit --register=no --setenv=NOTIFY_SOCKET= --boot --directory="$root" --machine="gw-$name" \
        --private-users=no --network-namespace-path="/run/netns/gw-$name" --capability=CAP_NET_ADMIN \
        --link-journal=no --resolv-conf=off --timezone=off --notify-ready=no
}

reboot() {
    # systemd-nspawn takes the signal for the power button.
    systemctl stop "gw-$name.service"
    boot_anew
}

power_cycle() {
    die
    boot_anew
}

boot_anew() {
    ip netns exec "gw-$name" bash -c "$(declare -f forget); forget"
    boot
}

# What is not on a disk: the container's network outlives it. The uplink's addresses are the cloud's.
forget() {
    local sending
    # Connections whose program is gone, which the kernel would go on sending for, without firewall and links.
    sysctl -qw net.ipv4.tcp_orphan_retries=1
    for sending in {1..60}; do
        [ -n "$(ss -Htan state fin-wait-1 state closing state last-ack)" ] || break
        sleep 0.5
    done
    sysctl -qw net.ipv4.tcp_orphan_retries=0
    nft flush ruleset
    ip xfrm state flush
    ip xfrm policy flush
    ip -4 route flush proto static
    ip -6 route flush proto static
    # A machine that boots forwards nothing until it is told to.
    sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
    local device alias uplinks
    uplinks=" $(ip -4 route show default) $(ip -6 route show default) "
    for device in /sys/class/net/*; do
        read -r alias <"$device/ifalias" || alias=
        device=${device##*/}
        case "$alias" in "vpn-gateway "*) ip link delete "$device" && continue ;; esac
        case "$uplinks" in *" dev $device "*) continue ;; esac
        [ "$device" = lo ] || { ip link set "$device" down && ip address flush dev "$device"; }
    done
}

inside() {
    # -C: its systemd must see the command among its own cgroups.
    exec nsenter --target "$(leader)" --mount --uts --ipc --net --pid --cgroup --root --wd -- "$@"
}

# At once: nothing in it gets a word to say.
die() {
    systemctl kill --kill-whom=all --signal=KILL "gw-$name.service" 2>/dev/null || true
    systemctl stop "gw-$name.service" 2>/dev/null || true
    systemctl reset-failed "gw-$name.service" 2>/dev/null || true
}

stop() {
    die
    umount -l "$root" 2>/dev/null || true
    rm -rf "$home"
}

shift 2
case $verb in
start) start "$@" ;;
reboot) reboot ;;
power-cycle) power_cycle ;;
exec) inside "$@" ;;
stop) stop ;;
esac
