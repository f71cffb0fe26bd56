import { Tree } from "../fixtures/tree";
import { inTree, Outcome } from "./tree";

/** A machine with a charon of its own. */
export interface IkeNode {
  readonly name: string;
  readonly address: string;
  /** Over the release's own: absolute paths. */
  readonly files: Tree;
}

/**
 * Functions of the script, as root in one network that no other machine is in:
 * - `start NODE`, `stop NODE`: its namespace and charon, with connections and secrets loaded;
 * - `at NODE COMMAND…`: a command there, with the node's /etc;
 * - `await COMMAND…`: until it succeeds, or the script fails;
 * - `install NODE OTHER`: the files of another node over its own, of which nothing is loaded yet;
 * - `established NODE`: `connection spi` of each IKE SA that is up, sorted.
 *
 * `ip netns exec` mounts /etc/netns/NODE over /etc. charon logs to /run/NODE.log.
 */
const FUNCTIONS = String.raw`set -u
LOAD=/usr/local/lib/vpn-gateway/load
mkdir -p /run/netns /etc/vpn-gateway
# No systemd runs here. What a script asks it is whether charon is active.
printf '#!/bin/sh\nexec swanctl --stats >/dev/null 2>&1\n' >/usr/local/bin/systemctl
chmod +x /usr/local/bin/systemctl
ip link add bridge type bridge
ip link set bridge up

at() {
  node=$1
  shift
  mkdir -p "/run/$node.state" /var/lib/vpn-gateway
  ip netns exec "$node" sh -c 'mount --bind "$0" /var/lib/vpn-gateway && exec "$@"' "/run/$node.state" "$@"
}

await() {
  tries=150
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "IN VAIN: $*"; tail -n 60 /run/*.log; exit 3; }
    sleep 0.1
  done
}

answers() { at "$1" swanctl --stats >/dev/null 2>&1; }

load() { at "$1" swanctl --load-all --noprompt >"/run/$1.loaded" 2>&1; }

start() {
  ip netns add "$1"
  ip link add "v-$1" type veth peer name eth0 netns "$1"
  ip link set "v-$1" master bridge up
  ip -n "$1" link set lo up
  ip -n "$1" link set eth0 up
  ip -n "$1" address add "$(cat "/nodes/$1/address")/24" dev eth0
  mkdir -p "/etc/netns/$1"
  cp -r /etc/swanctl /etc/strongswan.d "/etc/netns/$1/"
  cp -r "/nodes/$1/etc/." "/etc/netns/$1/"
  cat >"/etc/netns/$1/strongswan.d/zzz-node.conf" <<END
charon { plugins { vici { socket = unix:///run/$1.vici } } }
charon-systemd {
  journal { default = -1 }
  filelog { stderr { default = 1 } }
}
swanctl { socket = unix:///run/$1.vici }
END
  [ ! -e "/nodes/$1/usr" ] || cp -r "/nodes/$1/usr" /
  [ ! -e "$LOAD" ] || at "$1" "$LOAD" --record
  fetch="/nodes/$1/usr/local/lib/vpn-gateway/secrets"
  [ ! -e "$fetch" ] || at "$1" sh "$fetch" >/dev/null
  # Not by way of a function: the shell would be the process that "stop" kills.
  ip netns exec "$1" charon-systemd >>"/run/$1.log" 2>&1 &
  echo $! >"/run/$1.pid"
  await answers "$1"
  load "$1" || { cat "/run/$1.loaded"; exit 4; }
}

install() {
  cp -r "/nodes/$2/etc/." "/etc/netns/$1/"
}

stop() {
  kill -9 "$(cat "/run/$1.pid")"
  wait "$(cat "/run/$1.pid")" 2>/dev/null
  ip netns del "$1"
  rm -f "/run/$1.vici"
}

established() {
  at "$1" swanctl --list-sas | sed -n 's/^\([^ ]*\): #[0-9]*, ESTABLISHED, IKEv2, \([0-9a-f]*\)_i.*/\1 \2/p' | sort
}
`;

/**
 * Lets machines with a release's charon meet. IKE SAs need nothing of the kernel. A CHILD SA needs ESP, which
 * the kernel of a build machine may not have, so it is set up apart (RFC 6023), where it may fail by itself.
 */
export function ikeMeeting(tree: string, nodes: readonly IkeNode[], script: string): Outcome {
  const files = nodes.flatMap(({ name, address, files: own }) => [
    { path: `/nodes/${name}/address`, text: address },
    ...Object.entries(own).map(([path, text]) => ({
      path: `/nodes/${name}${path}`,
      text: text.replace(/^( +)version = 2$/gm, "$&\n$1childless = force"),
      mode: path.startsWith("/usr/") ? "0755" : "0644",
    })),
  ]);
  return inTree(tree, files, `${FUNCTIONS}\n${script}`);
}
