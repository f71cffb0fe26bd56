#!/bin/bash
# Pings every 10 ms while a fault comes: outage.sh HOST ADDRESS SECONDS-BEFORE SECONDS-AFTER INJECT-COMMAND
# Prints the CPU's idle time before the fault in percent, when the fault stood, and what ping printed.
set -eu
host=$1 address=$2 before=$3 after=$4 inject=$5
output=$(mktemp)

idle() {
    local _ user nice system idle rest
    read -r _ user nice system idle rest </proc/stat
    local total=$((user + nice + system + idle)) word
    for word in $rest; do total=$((total + word)); done
    echo "$idle $total"
}

ip netns exec "host-$host" ping -D -n -i 0.01 -w $((before + after)) "$address" >"$output" 2>&1 &
ping=$!
read -r idle0 total0 < <(idle)
sleep "$before"
read -r idle1 total1 < <(idle)
start=$EPOCHREALTIME
# In a shell of its own: its "wait" must not wait for the ping.
(eval "$inject")
end=$EPOCHREALTIME
wait "$ping" || true
echo "idle $(((idle1 - idle0) * 100 / (total1 - total0)))"
echo "fault $start $end"
cat "$output"
rm "$output"
