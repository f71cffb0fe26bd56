#!/bin/bash
# Pings every 10 ms while a fault comes: outage.sh HOST ADDRESS SECONDS-BEFORE SECONDS-AFTER INJECT-COMMAND
# Prints the CPU's time before the fault that nobody needed, in percent, when the fault began and stood, when the watch ended,
# and what ping printed.
set -eu
host=$1 address=$2 before=$3 after=$4 inject=$5
output=$(mktemp)

idle() {
    local _ user nice system idle rest
    read -r _ user nice system idle rest </proc/stat
    local total=$((user + nice + system + idle)) word
    for word in $rest; do total=$((total + word)); done
    # What runs with low priority gives way.
    echo "$((idle + nice)) $total"
}

# Without -w, with which ping gives up at the first "unreachable".
ip netns exec "host-$host" ping -D -n -i 0.01 "$address" >"$output" 2>&1 &
ping=$!
read -r idle0 total0 < <(idle)
sleep "$before"
read -r idle1 total1 < <(idle)
start=$EPOCHREALTIME
# In a shell of its own: its "wait" must not wait for the ping.
(eval "$inject")
end=$EPOCHREALTIME
sleep "$after"
stop=$EPOCHREALTIME
kill -INT "$ping" || { echo "ping ended by itself:" && tail -n 3 "$output"; } >&2
wait "$ping" || true
echo "idle $(((idle1 - idle0) * 100 / (total1 - total0)))"
echo "fault $start $end $stop"
cat "$output"
rm "$output"
