#!/usr/bin/python3
# Part of cdktf-routed-vpn; the next delivery brings its own.
"""Whether a gateway serves again after `apply`, for the delivery of a pair: the other one is not touched before.

verify note           before `apply`: keeps how well the gateway serves; nothing on its first delivery
verify wait SECONDS   after it: each network that was reached and is still planned has to be reached again, and a tunnel
                      to be up where one was. Not every tunnel: its other end may be a gateway that waits for this one.
"""
import json
import subprocess
import sys
import time

NOTE = "/var/lib/vpn-gateway/before.json"


NOTHING = {"networks": [], "links": []}


def status():
    command = ["/usr/local/sbin/vpn-gateway", "status", "--json"]
    try:
        return json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    except (OSError, ValueError):
        return NOTHING


def noted():
    """Nothing where there was no Python yet, and so no gateway."""
    try:
        with open(NOTE) as file:
            return json.load(file)
    except OSError:
        return NOTHING


def well(report):
    networks = {one["prefix"] for one in report["networks"] if one["ok"]}
    return networks, any(one["ok"] for one in report["links"] if one["kind"] == "tunnel")


def wait(seconds):
    networks, tunnel = well(noted())
    end = time.monotonic() + seconds
    while True:
        report = status()
        planned = {one["prefix"] for one in report["networks"]}
        reached, up = well(report)
        lost = sorted((networks & planned) - reached)
        if report["links"] and not lost and (up or not tunnel):
            return
        if time.monotonic() > end:
            what = ", ".join(lost) or "no tunnel is up"
            sys.exit(f"vpn-gateway: was well before and is not now: {what}")
        time.sleep(5)


if sys.argv[1] == "note":
    with open(NOTE, "w") as file:
        json.dump(status(), file)
else:
    wait(int(sys.argv[2]))
