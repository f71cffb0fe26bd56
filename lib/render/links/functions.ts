import { LinksDocument } from "./types";
import { FALLBACK_PARTS } from "./fallback";
import { namespaceParts } from "./namespace";
import { vrfParts } from "./vrf";
import { Parts } from "./parts";

/** The script's functions, with what a VRF, a network namespace or fallbacks need more: no gateway has two of them. */
export function functions({ vrf, namespace, fallbacks }: LinksDocument): string {
  return text({
    ...OWN,
    ...(vrf && vrfParts(vrf)),
    ...(namespace && namespaceParts(namespace)),
    ...(fallbacks && FALLBACK_PARTS),
  });
}

const OWN: Parts = {
  where: "state=/run/vpn-gateway/network",
  present: "",
  index: String.raw`      index=none
      [ ! -e "/sys/class/net/$word" ] || read -r index < "/sys/class/net/$word/ifindex"
`,
  wanted: "",
  nicWanted: "nic() { :; }",
  removed: "",
  returned: "",
  nic: String.raw`    [ -e "/sys/class/net/$1" ] || fail "there is no device $1"
`,
  add: String.raw`      run ip link add name "$device" type "$@"
      ip link set dev "$device" alias "$definition"
`,
  made: "",
};

/**
 * How the script does it. Links of ours carry their definition as their alias, so that a link is
 * replaced if, and only if, what defines it differs: BFD does not survive a new interface (frr#17845).
 * Addresses, routes and flooding peers of ours are those that the last run noted under /run, which
 * lives as long as they do.
 */
const text = (
  parts: Parts,
) => String.raw`# Makes the links, addresses and routes of network() below, mends what differs, removes what an earlier
# run made and is no longer wanted. Prints what it changes; run again it changes nothing.
set -eu
umask 022
${parts.where}
line_end='
'

fail() { echo "vpn-gateway-links: $*" >&2; exit 1; }
run() { echo "$*"; "$@"; }

# has LINES WORDS: whether a line begins with these words.
has() {
  case "$line_end$1" in *"$line_end$2 "*) return 0 ;; esac
  return 1
}

# What the kernel has, in the words of the calls below.
present() {
  ip -o address show | while read -r _ device _ address _; do echo "address $device $address "; done
  for family in -4 -6; do
    ip -o "$family" route show proto static | while read -r route; do echo "route $family $route "; done
  done
${parts.present}  bridge fdb show | while read -r mac _ device _ peer _; do
    [ "$mac" != 00:00:00:00:00:00 ] || echo "flood $device $peer "
  done
}

read_alias() {
  read -r alias < "/sys/class/net/$1/ifalias" || alias=
}

# define TYPE OPTION…: a link stands on one certain device, not on the next one of that name.
define() {
  definition="vpn-gateway $*"
  previous=
  for word; do
    if [ "$previous" = dev ]; then
${parts.index}      definition="$definition #$index"
    fi
    previous=$word
  done
}

setting() {
  file=/proc/sys/net/$1
  [ -e "$file" ] || return 0
  # Not by read: the kernel gives such a file whole or not at all, and read asks for one byte.
  [ "$(cat "$file")" = "$2" ] || { echo "$file = $2"; echo "$2" > "$file"; }
}

# up DEVICE MTU
up() {
  # What BGP sends another way must not be dropped for coming from there.
  setting "ipv4/conf/$1/rp_filter" 0
  setting "ipv6/conf/$1/keep_addr_on_down" 1
  # BFD asks for its neighbors while a link is down: in IPv4 what is sent once the carrier is back waits for the
  # next request, or is lost when the last one fails. By default they are a second apart (arp(7), retrans_time_ms).
  setting "ipv4/neigh/$1/retrans_time_ms" 100
  read -r mtu < "/sys/class/net/$1/mtu"
  [ "$2" = - ] || [ "$mtu" = "$2" ] || run ip link set dev "$1" mtu "$2"
  read -r flags < "/sys/class/net/$1/flags"
  [ "$((flags & 1))" = 1 ] || run ip link set dev "$1" up
}

# First reading of network(): what is wanted.
read_wanted() {
  wanted=
  wanted_links=
  ${parts.nicWanted}
  link() {
    device=$1
    shift 2
    define "$@"
    wanted_links="$wanted_links$device $definition $line_end"
  }
  address() { wanted="$wanted""address $1 $2 $line_end"; }
  flood() { wanted="$wanted""flood $1 $2 $line_end"; }
  route() { wanted="$wanted""route $* $line_end"; }
${parts.wanted}  network
}

# Removes links of ours that are not wanted as they are.
remove_links() {
  removed=no
  cd /sys/class/net
  for device in *; do
    [ -e "$device/ifalias" ] || continue
    read_alias "$device"
    case $alias in "vpn-gateway "*) ;; *) continue ;; esac
    has "$wanted_links" "$device $alias" && continue
    run ip link delete dev "$device"
    removed=yes
  done
}

# Removes what the last run noted, is not wanted and is still there.
remove_noted() {
  echo "$noted" | while read -r line; do
    has "$wanted" "$line" && continue
    has "$present" "$line" || continue
    # shellcheck disable=SC2086 # its words
    set -- $line
    case $1 in
      address) run ip address delete "$3" dev "$2" ;;
      flood) run bridge fdb delete 00:00:00:00:00:00 dev "$2" dst "$3" ;;
      route) shift; family=$1; shift; run ip "$family" route delete "$@" proto static ;;
${parts.removed}    esac
  done
${parts.returned}}

# Removes what DHCP or router advertisements gave to devices whose addresses are ours, and ends their clients. The
# lease of an address would end, as no client renews it, and a default route would lead around the tunnels.
remove_leases() {
  echo "$wanted" | sed -n 's/^address \([^ ]*\) .*/\1/p' | sort -u | while read -r device; do
    [ -e "/sys/class/net/$device" ] || continue
    for file in /run/dhclient."$device".pid /run/dhcpcd/"$device"*.pid; do
      [ -e "$file" ] && read -r client < "$file" || continue
      case $(cat "/proc/$client/comm" 2>/dev/null) in dhclient | dhcpcd) run kill "$client" ;; esac
    done
    origins="dhcp ra"
    leased=$(ip -o address show dev "$device" dynamic)
    # dhclient leaves its routes without a sign.
    [ -z "$leased" ] || origins="dhcp ra boot"
    echo "$leased" | while read -r _ _ _ address _; do
      [ -z "$address" ] || run ip address delete "$address" dev "$device"
    done
    for origin in $origins; do
      for family in -4 -6; do
        [ -z "$(ip "$family" route show table all dev "$device" proto "$origin")" ] ||
          run ip "$family" route flush table all dev "$device" proto "$origin"
      done
    done
  done
}

# Second reading of network(): make it.
make_wanted() {
  # nic DEVICE MTU
  nic() {
${parts.nic}    up "$1" "$2"
  }
  # link DEVICE MTU TYPE OPTION…
  link() {
    device=$1 mtu=$2
    shift 2
    define "$@"
    if [ ! -e "/sys/class/net/$device" ]; then
${parts.add}    else
      read_alias "$device"
      [ "$alias" = "$definition" ] || fail "$device is there already, and is not of this library"
    fi
    # The VTI has checked the policy, with the mark; afterwards no policy would match.
    case $1 in
      vti*)
        setting "ipv4/conf/$device/disable_policy" 1
        setting "ipv6/conf/$device/disable_policy" 1 ;;
    esac
    up "$device" "$mtu"
  }
  # address DEVICE ADDRESS [nodad]
  address() {
    has "$present" "address $1 $2" && return
    device=$1
    shift
    run ip address add "$@" dev "$device"
  }
  # flood DEVICE PEER
  flood() {
    has "$present" "flood $1 $2" || run bridge fdb append 00:00:00:00:00:00 dev "$1" dst "$2"
  }
  # route FAMILY ROUTE
  route() {
    has "$present" "route $*" && return
    family=$1
    shift
    run ip "$family" route add "$@" proto static
  }
${parts.made}  network
}

note() {
  echo "$1" | sort -u > "$state.new"
  mv "$state.new" "$state"
}
`;

export const RUN = String.raw`
mkdir -p /run/vpn-gateway
noted=
[ ! -e "$state" ] || noted=$(cat "$state")
# What stands on a removed link goes next.
removed=yes
while [ "$removed" = yes ]; do
  read_wanted
  remove_links
done
# Both, until all is done: a run that fails half-way forgets nothing.
note "$noted$line_end$wanted"
present=$(present)$line_end
remove_noted
remove_leases
present=$(present)$line_end
make_wanted
note "$wanted"
`;
