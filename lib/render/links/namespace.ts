import { NamespacePlan } from "../../plan/types";
import { Parts } from "./parts";

/**
 * The script in a network namespace other than the machine's own. A link whose packets leave by the public
 * side is made there and moved, NICs are fetched from there.
 */
export function namespaceParts({ name, publicName }: NamespacePlan): Partial<Parts> {
  return {
    where: String.raw`state=/run/vpn-gateway/network-${name}

# crossing DEVICE MTU TYPE OPTION…: a link that sends and receives by the outside, where it is made.
crossing() {
  carrier=${publicName}
  link "$@"
  carrier=
}
carrier=`,
    index: String.raw`      index=none
      if [ -n "$carrier" ]; then
        index=$(ip -n "$carrier" -o link show dev "$word" 2>/dev/null | sed 's/:.*//')
      elif [ -e "/sys/class/net/$word" ]; then
        read -r index < "/sys/class/net/$word/ifindex"
      fi
`,
    nicWanted: 'nic() { wanted="$wanted""nic $1 $line_end"; }',
    returned: String.raw`  echo "$noted" | while read -r kind device; do
    [ "$kind" = nic ] && [ -e "/sys/class/net/$device" ] || continue
    has "$wanted" "nic $device" || run ip link set dev "$device" netns ${publicName}
  done
`,
    nic: String.raw`    if [ ! -e "/sys/class/net/$1" ]; then
      ip -n ${publicName} link show dev "$1" > /dev/null 2>&1 || fail "there is no device $1"
      run ip -n ${publicName} link set dev "$1" netns ${name}
    fi
`,
    add: String.raw`      if [ -z "$carrier" ]; then
        run ip link add name "$device" type "$@"
        ip link set dev "$device" alias "$definition"
      else
        # An interrupted run may have made it and not moved it.
        ! ip -n "$carrier" -o link show dev "$device" 2>/dev/null | grep -q ' alias vpn-gateway ' ||
          run ip -n "$carrier" link delete dev "$device"
        run ip -n "$carrier" link add name "$device" type "$@"
        ip -n "$carrier" link set dev "$device" alias "$definition"
        run ip -n "$carrier" link set dev "$device" netns ${name}
      fi
`,
  };
}
