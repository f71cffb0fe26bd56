/** Debian releases a gateway of the lab can run. */
export const releases = ["bookworm", "trixie"] as const;
export type Release = (typeof releases)[number];

/** File trees of the lab: a gateway's are those of a release; the other side's has programs that exclude a gateway's. */
export const trees = [...releases, "foreign"] as const;
export type Tree = (typeof trees)[number];

/** The release that a tree's packages come from. */
export function releaseOf(tree: Tree): Release {
  return tree === "foreign" ? "bookworm" : tree;
}

/** The release whose kernel the VM boots: 6.1 is the one that is stable under emulation. */
export const kernelRelease: Release = "bookworm";

/** What a gateway needs, and the tools to look at it. */
const packages = [
  "systemd systemd-sysv dbus udev kmod procps",
  "cloud-init openssh-server sudo ca-certificates python3 python3-apt",
  // What payloads may ask for and no more: libcharon-extra-plugins has one that breaks VTI silently.
  "strongswan-swanctl charon-systemd libstrongswan-standard-plugins libstrongswan-extra-plugins",
  "frr frr-pythontools radvd keepalived",
  "iproute2 nftables conntrack iputils-ping iputils-arping iputils-tracepath iperf3 tcpdump less",
]
  .join(" ")
  .split(" ");

/** Other implementations: libreswan and strongSwan exclude each other in Debian. */
const foreignPackages = [
  "systemd systemd-sysv dbus kmod procps",
  "libreswan bird2 gobgpd",
  "iproute2 iputils-ping tcpdump less",
]
  .join(" ")
  .split(" ");

/** Only the VM itself needs these. */
const vmPackages = ["linux-image-cloud-amd64", "initramfs-tools", "zstd", "systemd-container"];

/** The image's own unit: network of the VM, keys and scripts from the lab's disk, read-only trees of the gateways. */
const vmUnit = `[Unit]
Description=Network and disks of the lab VM
ConditionVirtualization=!container
DefaultDependencies=no
After=systemd-remount-fs.service systemd-tmpfiles-setup-dev.service systemd-udevd.service
Before=ssh.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/lab-vm
[Install]
WantedBy=multi-user.target
`;

const vmScript = `#!/bin/sh
# vda: this system. vdb: a tar archive with keys and scripts. vdc…: the trees named on the kernel's command line.
set -e
modprobe virtio_net
for _ in $(seq 100); do [ -e /sys/class/net/eth0 ] && break; sleep 0.1; done
ip link set lo up
ip address add 10.0.2.15/24 dev eth0
ip link set eth0 up
mkdir -p /lab
tar -x -f /dev/vdb -C /lab
install -m 0600 /lab/host_key_vm /etc/ssh/ssh_host_ed25519_key
install -m 0644 /lab/host_key_vm-cert.pub /etc/ssh/ssh_host_ed25519_key-cert.pub
install -d -m 0700 /root/.ssh
install -m 0600 /lab/authorized_keys /root/.ssh/authorized_keys
trees=$(sed -n 's/.*lab\\.trees=\\([a-z,]*\\).*/\\1/p' /proc/cmdline | tr , ' ')
set -- c d e f
for tree in $trees; do
  mkdir -p "/base/$tree"
  mount -t ext4 -o ro,noload "/dev/vd$1" "/base/$tree"
  shift
done
`;

/** Runs with the tree as its root, at the end of the build. */
const setUp = `set -e
: > /etc/machine-id
: > /etc/fstab
echo lab > /etc/hostname
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/ssh/ssh_host_*
printf 'UseDNS no\\nMaxSessions 100\\nMaxStartups 100\\nHostKey /etc/ssh/ssh_host_ed25519_key\\nHostCertificate /etc/ssh/ssh_host_ed25519_key-cert.pub\\n' > /etc/ssh/sshd_config.d/lab.conf
useradd --create-home --shell /bin/bash admin
printf 'admin ALL=(ALL) NOPASSWD: ALL\\n' > /etc/sudoers.d/admin
chmod 0440 /etc/sudoers.d/admin
# A gateway's payload has to enable what it needs.
systemctl --quiet disable frr.service strongswan.service
systemctl --quiet enable ssh.service lab-vm.service
systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer
`;

/** Daemons stay as their packages enable them: an operator has done no more. */
const foreignSetUp = `set -e
: > /etc/machine-id
: > /etc/fstab
echo foreign > /etc/hostname
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
systemctl --quiet enable ipsec.service bird.service gobgpd.service
systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer
`;

export interface Recipe {
  packages: string[];
  /** path → text of files put into the tree */
  files: Record<string, string>;
  script: string;
}

export function recipe(tree: Tree): Recipe {
  if (tree === "foreign") return { packages: foreignPackages, files: {}, script: foreignSetUp };
  return {
    packages: tree === kernelRelease ? [...packages, ...vmPackages] : packages,
    files: { "/etc/systemd/system/lab-vm.service": vmUnit, "/usr/local/sbin/lab-vm": vmScript },
    script: setUp,
  };
}
