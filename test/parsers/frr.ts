import { spawnSync } from "node:child_process";

export interface FrrCheck {
  readonly ok: boolean;
  /** What FRR said, for a person. */
  readonly output: string;
}

/** As on a gateway, watchfrr does not give up on a slow start: it would leave FRR without its configuration. */
const DAEMONS =
  'bgpd=yes\nbfdd=yes\nospfd=yes\nospf6d=yes\nvtysh_enable=yes\nwatchfrr_options="-T 600"\n';

/** First process of its namespaces: when it ends, the kernel ends every daemon with it. */
const SCRIPT = `
set -e
mount --make-rprivate /
mount -t proc proc "$TREE/proc"
mount --bind /dev "$TREE/dev"
for folder in etc/frr run tmp var/tmp var/log var/lib/frr; do
  [ ! -d "$TREE/$folder" ] || mount -t tmpfs tmpfs "$TREE/$folder"
done
ip link set lo up
# A default route, and nothing else that leads to a neighbor.
ip link add uplink type veth peer name provider
ip link set uplink up
ip link set provider up
ip route add default dev uplink
ip -6 route add default dev uplink
# As on a gateway: without it, zebra adds that it does not forward.
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
exec chroot "$TREE" sh -c '
  cd /etc/frr
  cat >frr.conf
  printf %s "$DAEMONS" >daemons
  echo "service integrated-vtysh-config" >vtysh.conf
  chown -R frr:frr . && chmod 0750 .
  hostname "$(sed -n "s/^hostname //p" frr.conf)"
  vtysh -C -f frr.conf || exit 1
  /usr/lib/frr/frrinit.sh start >/tmp/start 2>&1 || { cat /tmp/start; exit 2; }
  vtysh -c "show running-config" >/tmp/running
  /usr/lib/frr/frr-reload.py --test frr.conf 2>/tmp/reload >/tmp/delta || { cat /tmp/reload; exit 3; }
  grep -q . /tmp/delta || { cat /tmp/running; eval "$THEN"; exit 0; }
  cat /tmp/start /tmp/delta
  exit 4
'
`;

/**
 * Lets a release's own FRR, from its file tree, read a frr.conf: it must parse, load, and leave
 * frr-reload.py nothing to change. The output is then the running configuration.
 *
 * @param then what the shell shall do behind that, with all daemons running
 */
export function checkFrr(
  tree: string,
  confText: string,
  { daemons = DAEMONS, then = "" } = {},
): FrrCheck {
  const namespaces = ["--uts", "--net", "--mount", "--pid", "--fork", "--kill-child"];
  const result = spawnSync("unshare", [...namespaces, "sh", "-c", SCRIPT], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, TREE: tree, DAEMONS: daemons, THEN: then },
    input: confText,
    timeout: 4 * 60_000,
    // unshare waits for its child whatever else comes.
    killSignal: "SIGKILL",
  });
  return {
    ok: result.status === 0,
    output: `${result.stdout}${result.stderr}${result.error?.message ?? ""}`,
  };
}

/** How FRR, with this frr.conf and a default route, tracks a neighbor: ` unresolved`, or by what. */
export function trackedNeighbor(tree: string, confText: string, neighbor: string): string {
  const ask = `vtysh -c "show ip nht" -c "show ipv6 nht"`;
  // A session begins some seconds after its daemon.
  const then = `
for attempt in $(seq 90); do
  ${ask} | grep -qFx ${neighbor} && break
  sleep 1
done
echo TRACKED
${ask}
`;
  const { output } = checkFrr(tree, confText, { then });
  const tracked = output.split("\nTRACKED\n")[1] ?? "";
  return tracked.split(`\n${neighbor}\n`)[1]?.split("\n")[0] ?? output;
}

/**
 * Prefixes that FRR, with this frr.conf, has to announce while eth1 has a carrier, and those that it still has when
 * it lost it. Link and addresses come while FRR runs: the kernel may then tell the route before the address.
 */
export function announcedOverLink(
  tree: string,
  confText: string,
  addresses: readonly string[],
): { withCarrier: string[]; without: string[] } {
  const then = `
announced() {
  vtysh -c "show bgp ipv4 unicast wide" -c "show bgp ipv6 unicast wide" | sed -n "s/^ *[*]> *\\([^ ]*\\) .*/\\1/p"
}
await() { # COUNT: for so many prefixes, and some seconds more for others to come or go
  for attempt in $(seq 90); do
    [ "$(announced | wc -l)" -eq "$1" ] && break
    sleep 1
  done
  sleep 3
}
ip link add eth1 type veth peer name far
ip link set far up
ip link set eth1 up
${addresses.map((address) => `ip address add ${address} dev eth1`).join("\n")}
await $(grep -cE "^  network|^ip(v6)? prefix-list own-links " frr.conf)
echo CARRIER
announced
ip link set far down
await 0
echo NO CARRIER
announced
`;
  const { output } = checkFrr(tree, confText, { then });
  const [head, withCarrier, without] = output.split(/^(?:NO )?CARRIER$/m);
  if (without === undefined) throw new Error(head);
  const lines = (text: string) => text.trim().split("\n").filter(Boolean);
  return { withCarrier: lines(withCarrier!), without: lines(without) };
}
