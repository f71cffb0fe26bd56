#!/bin/bash
# Watches traffic while a fault comes and goes: outage.sh PROBES SPEAKERS SECONDS-BEFORE SECONDS-AFTER INJECT [HEAL SECONDS-HEALED]
# PROBES is what probe.py takes, SPEAKERS what sessions.py takes, each as one word. After HEAL it waits until as many
# sessions are up as before the fault, for SECONDS-HEALED at most, and some seconds more. Prints the sessions when the
# watch begins, before the fault, before HEAL and at the end; the idle share of CPU time between the first two, in
# percent; the times at which the fault began and stood, the watch ended, the healing stood and began, and all sessions
# were up again; and what probe.py saw. With TRACE, the names of all gateways, also when routes changed and when BGP
# lost sessions.
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

# Traffic moves back some time after the last session is up.
SECONDS_RESTORED=5

count() {
    # shellcheck disable=SC2086 # several words
    nice -n 19 /lab/guest/sessions.py --count $speakers
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
up=$(count)
begun=$EPOCHREALTIME
(eval "$inject")
stood=$EPOCHREALTIME
sleep "$after"
if [ -n "$heal" ]; then
    sessions
    healing=$EPOCHREALTIME
    (eval "$heal")
    back=$EPOCHREALTIME
    until=$((SECONDS + healed))
    while ((SECONDS < until)); do
        sleep 1
        if (($(count) >= up)); then
            restored=$EPOCHREALTIME
            break
        fi
    done
    sleep "$SECONDS_RESTORED"
fi
end=$EPOCHREALTIME
kill "$pid"
[ -z "$heal" ] || sessions
if [ -n "${TRACE-}" ]; then
    kill "$routes_pid"
    echo "routes $(cat <&"$routes")"
    # shellcheck disable=SC2086 # several words
    losses=$(/lab/guest/losses.sh "${begun%.*}" $TRACE)
    echo "losses ${losses//$'\n'/ }"
fi
echo "idle $(((idle1 - idle0) * 100 / (total1 - total0)))"
echo "times $begun $stood $end ${back:-0} ${healing:-0} ${restored:-0}"
echo "probe $(cat <&"$probe")"
