/**
 * How the script does it. Links of ours carry their definition as their alias, so that a link is
 * replaced if, and only if, what defines it differs: BFD does not survive a new interface (frr#17845).
 * Addresses, routes and flooding peers of ours are those that the last run noted under /run, which
 * lives as long as they do. They are the same on every gateway: one that is isolated no longer has
 * to take back what it was, and the other way round.
 */
export const FUNCTIONS = String.raw`# Makes the links, addresses and routes of network() below, mends what differs, removes what an earlier
# run made and is no longer wanted. Prints what it changes; run again it changes nothing.
set -eu
umask 022
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
    for table in $tables; do
      # One that has never had a route does not exist.
      ip -o "$family" route show table "$table" proto static 2>/dev/null |
        while read -r route; do echo "route $family table $table $route "; done
    done
  done
  for device in /sys/class/net/*/lower_*; do
    upper=${"$"}{device%/lower_*}
    [ ! -e "$device" ] || echo "member ${"$"}{device##*/lower_} ${"$"}{upper##*/} "
  done
  case $noted$wanted in *rule*) rules ;; esac
  bridge fdb show | while read -r mac _ device _ peer _; do
    [ "$mac" != 00:00:00:00:00:00 ] || echo "flood $device $peer "
  done
}

# Numbers instead of names (-N): a machine may have given tables names of its own.
rules() {
  for family in -4 -6; do
    ip -N "$family" rule show | while read -r priority rule; do
      case $rule in *"[l3mdev-table] unreachable") echo "vrf-rules " ;; esac
      echo "rule $family ${"$"}{priority%:} $rule "
    done
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
      index=none
      if [ -n "$carrier" ]; then
        index=$(ip -n "$carrier" -o link show dev "$word" 2>/dev/null | sed 's/:.*//')
      elif [ -e "/sys/class/net/$word" ]; then
        read -r index < "/sys/class/net/$word/ifindex"
      fi
      definition="$definition #$index"
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

# crossing DEVICE MTU TYPE OPTION…: a link of the namespace that sends and receives by the public side,
# where the kernel leaves its other half when a link is moved.
carrier=
crossing() {
  carrier=$public
  link "$@"
  carrier=
}

# up DEVICE MTU
up() {
  # What BGP sends another way must not be dropped for coming from there.
  setting "ipv4/conf/$1/rp_filter" 0
  setting "ipv6/conf/$1/keep_addr_on_down" 1
  read -r mtu < "/sys/class/net/$1/mtu"
  [ "$2" = - ] || [ "$mtu" = "$2" ] || run ip link set dev "$1" mtu "$2"
  read -r flags < "/sys/class/net/$1/flags"
  [ "$((flags & 1))" = 1 ] || run ip link set dev "$1" up
}

# First reading of network(): what is wanted.
read_wanted() {
  wanted=
  wanted_links=
  nic() { wanted="$wanted""nic $1 $line_end"; }
  link() {
    device=$1
    shift 2
    define "$@"
    wanted_links="$wanted_links$device $definition $line_end"
  }
  address() { wanted="$wanted""address $1 $2 $line_end"; }
  flood() { wanted="$wanted""flood $1 $2 $line_end"; }
  route() { wanted="$wanted""route $* $line_end"; }
  member() { wanted="$wanted""member $1 $2 $line_end"; }
  rule() { wanted="$wanted""rule $* $line_end"; }
  vrf_rules() { wanted="$wanted""vrf-rules $line_end"; }
  network
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
      member) run ip link set dev "$2" nomaster ;;
      rule)
        shift
        family=$1 priority=$2
        shift 2
        run ip "$family" rule delete priority "$priority" "$@" ;;
      vrf-rules)
        for family in -4 -6; do
          has "$present" "rule $family 0 from all lookup 255" ||
            run ip "$family" rule add priority 0 from all lookup 255
          ! has "$present" "rule $family 32765 from all lookup 255" ||
            run ip "$family" rule delete priority 32765 from all lookup 255
          ! has "$present" "rule $family 2000 from all lookup [l3mdev-table]" ||
            run ip "$family" rule delete priority 2000 l3mdev unreachable
        done ;;
    esac
  done
}

# Gives NICs that the last run noted and that are not wanted back to the public side.
return_nics() {
  [ -n "$namespace" ] || return 0
  echo "$noted" | while read -r kind device; do
    [ "$kind" = nic ] && [ -e "/sys/class/net/$device" ] || continue
    has "$wanted" "nic $device" || run ip link set dev "$device" netns "$public"
  done
}

# Second reading of network(): make it.
make_wanted() {
  # nic DEVICE MTU
  nic() {
    [ -e "/sys/class/net/$1" ] || fetch "$1" || fail "there is no device $1"
    up "$1" "$2"
  }
  # fetch DEVICE
  fetch() {
    [ -n "$namespace" ] && ip -n "$public" link show dev "$1" > /dev/null 2>&1 || return 1
    run ip -n "$public" link set dev "$1" netns "$namespace"
  }
  # link DEVICE MTU TYPE OPTION…
  link() {
    device=$1 mtu=$2
    shift 2
    define "$@"
    if [ ! -e "/sys/class/net/$device" ]; then
      add "$@"
    else
      read_alias "$device"
      [ "$alias" = "$definition" ] || fail "$device is there already, made by somebody else"
    fi
    # The VTI has checked the policy, with the mark; afterwards no policy would match.
    case $1 in
      vti*)
        setting "ipv4/conf/$device/disable_policy" 1
        setting "ipv6/conf/$device/disable_policy" 1 ;;
    esac
    up "$device" "$mtu"
  }
  # add TYPE OPTION…
  add() {
    if [ -z "$carrier" ]; then
      run ip link add name "$device" type "$@"
      ip link set dev "$device" alias "$definition"
      return
    fi
    # An interrupted run may have made it and not moved it.
    ! ip -n "$carrier" -o link show dev "$device" 2>/dev/null | grep -q ' alias vpn-gateway ' ||
      run ip -n "$carrier" link delete dev "$device"
    run ip -n "$carrier" link add name "$device" type "$@"
    ip -n "$carrier" link set dev "$device" alias "$definition"
    run ip -n "$carrier" link set dev "$device" netns "$namespace"
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
  # member DEVICE VRF: to be said before the device has its addresses.
  member() {
    has "$present" "member $1 $2" || run ip link set dev "$1" master "$2"
  }
  # rule FAMILY PRIORITY SELECTOR… lookup TABLE
  rule() {
    has "$present" "rule $*" && return
    family=$1 priority=$2
    shift 2
    run ip "$family" rule add priority "$priority" "$@"
  }
  # The table of a VRF comes before that of the machine's own addresses, or the private side would meet
  # those of the public one; and nothing comes after it.
  vrf_rules() {
    for family in -4 -6; do
      has "$present" "rule $family 2000 from all lookup [l3mdev-table]" ||
        run ip "$family" rule add priority 2000 l3mdev unreachable
      has "$present" "rule $family 32765 from all lookup 255" ||
        run ip "$family" rule add priority 32765 from all lookup 255
      ! has "$present" "rule $family 0 from all lookup 255" ||
        run ip "$family" rule delete priority 0 from all lookup 255
    done
  }
  network
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
tables=$(echo "$noted$line_end$wanted" | sed -n 's/^route -[46] table \([0-9]*\) .*/\1/p' | sort -u)
present=$(present)$line_end
remove_noted
return_nics
present=$(present)$line_end
make_wanted
note "$wanted"
`;
