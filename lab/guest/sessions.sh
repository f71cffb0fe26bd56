#!/bin/bash
# BGP and BFD of the gateways and hosts named, as vtysh's JSON between marks: sessions.sh a b host:east …
ask() {
    timeout 20 "$@" -c 'show bgp summary json' -c 'echo ==BFD' -c 'show bfd peers json' \
        -c 'echo ==COUNTERS' -c 'show bfd peers counters json' 2>/dev/null
}
folder=$(mktemp -d)
for one; do
    case $one in
    host:*) ask vtysh -N "${one#host:}" >"$folder/$one" & ;;
    *) ask /lab/guest/gateway.sh exec "$one" vtysh >"$folder/$one" & ;;
    esac
done
wait
for one; do
    echo "==OWNER $one"
    echo "==BGP"
    cat "$folder/$one"
done
rm -r "$folder"
