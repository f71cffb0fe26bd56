import { VrfPlan } from "../../plan/types";
import { Parts } from "./parts";

/** Numbers instead of names (-N): a machine may have given tables names of its own. */
export function vrfParts({ device, table }: VrfPlan): Partial<Parts> {
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
`,
  };
}
