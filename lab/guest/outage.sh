#!/bin/bash
# Watches traffic while a fault comes: outage.sh PROBES SPEAKERS SECONDS-BEFORE SECONDS-AFTER INJECT [HEAL SECONDS-HEALED]
# PROBES is what probe.py takes, SPEAKERS what sessions.py takes, each as one word. Prints the sessions when the watch
# begins and before the fault, the CPU's time between that nobody needed, in percent, the times at which the fault
# began and stood, was healed if it is to be, and the watch ended, and what probe.py saw. With TRACE, the names
# of all gateways, also when routes changed and when BGP lost sessions.
set -eu
probes=$1 speakers=$2 before=$3 after=$4 inject=$5 heal=${6-} healed=${7-}

idle() {
    local _ user nice system idle rest
    read -r _ user nice system idle rest </proc/stat
    local total=$((user + nice + system + idle)) word
    for word in $rest; do total=$((total + word)); done
    # What runs with low priority gives way.
    echo "$((idle + nice)) $total"
}

sessions() {
    # shellcheck disable=SC2086 # several words
    echo "sessions $(nice -n 19 /lab/guest/sessions.py $speakers)"
}

# Its numbers leave on time, however busy the machine is.
exec {probe}< <(exec nice -n -20 /lab/guest/probe.py "$probes")
pid=$!
read -r ready <&"$probe"
[ "$ready" = ready ]
if [ -n "${TRACE-}" ]; then
    exec {routes}< <(exec nice -n -20 /lab/guest/routes.py)
    routes_pid=$!
fi
sessions
read -r idle0 total0 < <(idle)
sleep "$before"
read -r idle1 total1 < <(idle)
sessions
begun=$EPOCHREALTIME
(eval "$inject")
stood=$EPOCHREALTIME
sleep "$after"
if [ -n "$heal" ]; then
    (eval "$heal")
    back=$EPOCHREALTIME
    sleep "$healed"
fi
end=$EPOCHREALTIME
kill "$pid"
if [ -n "${TRACE-}" ]; then
    kill "$routes_pid"
    echo "routes $(cat <&"$routes")"
    # shellcheck disable=SC2086 # several words
    losses=$(/lab/guest/losses.sh "${begun%.*}" $TRACE)
    echo "losses ${losses//$'\n'/ }"
fi
echo "idle $(((idle1 - idle0) * 100 / (total1 - total0)))"
echo "times $begun $stood $end ${back-}"
echo "probe $(cat <&"$probe")"
