import { VrfPlan } from "../../plan/types";

/** What the script knows of VRFs, by the function where it belongs. */
export interface VrfParts {
  readonly present: string;
  readonly wanted: string;
  readonly removed: string;
  readonly made: string;
}

export const NO_VRF: VrfParts = { present: "", wanted: "", removed: "", made: "" };

/** Numbers instead of names (-N): a machine may have given tables names of its own. */
export function vrfParts({ device, table }: VrfPlan): VrfParts {
  return {
    present: String.raw`  for device in /sys/class/net/${device}/lower_*; do
    [ ! -e "$device" ] || echo "member ${"$"}{device##*/lower_} ${device} "
  done
  for family in -4 -6; do
    [ ! -e /sys/class/net/${device} ] || ip -o "$family" route show table ${table} proto static |
      while read -r route; do echo "route $family table ${table} $route "; done
    ip -N "$family" rule show | while read -r priority rule; do
      echo "rule $family ${"$"}{priority%:} $rule "
    done
  done
`,
    wanted: String.raw`  member() { wanted="$wanted""member $1 $2 $line_end"; }
  rule() { wanted="$wanted""rule $* $line_end"; }
  vrf_rules() { :; }
`,
    removed: String.raw`      member) run ip link set dev "$2" nomaster ;;
      rule)
        shift
        family=$1 priority=$2
        shift 2
        run ip "$family" rule delete priority "$priority" "$@" ;;
`,
    made: String.raw`  # member DEVICE VRF: to be said before the device has its addresses.
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
  # those of the public one; and nothing comes after it. It stays so when the VRF goes, and does nothing.
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
`,
  };
}
