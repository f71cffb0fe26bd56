#!/usr/bin/python3 -IS
"""How well bfdd keeps time: flaps.py SECONDS LOAD GATEWAY…, with LOAD busy loops on each gateway.

Prints as JSON how often sessions went down on each gateway, and how late a process in real time woke up at the
longest that asked for 5 ms of sleep: while this machine stands still, so does every bfdd."""
import json
import os
import subprocess
import sys
import time

INTERVAL_SECONDS = 0.005
BUSY = "for n in $(seq {load}); do timeout {seconds} sh -c 'while :; do :; done' & done; wait"


def in_gateway(name, *command):
    return ["/lab/guest/gateway.sh", "exec", name, *command]


def downs(gateway):
    command = in_gateway(gateway, "vtysh", "-c", "show bfd peers counters json")
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sum(peer["session-down"] for peer in json.loads(answer))


def longest_delay(seconds):
    # Above bfdd: what holds this process back holds bfdd back too.
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(2))
    now = time.monotonic()
    end, longest = now + seconds, 0
    while now < end:
        before = now
        time.sleep(INTERVAL_SECONDS)
        now = time.monotonic()
        longest = max(longest, now - before - INTERVAL_SECONDS)
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return longest


def main(seconds, load, *gateways):
    before = {name: downs(name) for name in gateways}
    busy = BUSY.format(load=load, seconds=seconds)
    loops = [subprocess.Popen(in_gateway(name, "sh", "-c", busy)) for name in gateways if int(load)]
    late = longest_delay(int(seconds))
    for loop in loops:
        loop.wait()
    went = {name: downs(name) - count for name, count in before.items()}
    print(json.dumps({"downs": went, "lateMs": round(late * 1000)}))


main(*sys.argv[1:])
