/** Where the report of the time before `apply` is kept. */
export const BEFORE = "/var/lib/vpn-gateway/before.json";

const STATUS = "/usr/local/sbin/vpn-gateway status --json";

/** Nothing on a first delivery, when there is no such command yet. */
export const noteBefore = (sudo: string) => `${sudo}sh -c '${STATUS} > ${BEFORE} 2>/dev/null || :'`;

/**
 * Waits until the gateway serves again: each network that was reached before and is still planned is reached, and
 * where a tunnel was up before, one is. Not every tunnel: its other end may be a gateway that waits for this one.
 */
export const verify = (sudo: string, limitSeconds = 600) => String.raw`${sudo}python3 - <<'VERIFY'
import json, subprocess, sys, time

def read(text):
    try:
        return json.loads(text)
    except ValueError:
        return {"networks": [], "links": []}

def well(report):
    networks = {one["prefix"] for one in report["networks"] if one["ok"]}
    return networks, any(one["ok"] for one in report["links"] if one["kind"] == "tunnel")

with open("${BEFORE}") as file:
    networks, tunnel = well(read(file.read()))
end = time.monotonic() + ${limitSeconds}
while True:
    report = read(subprocess.run("${STATUS}", shell=True, capture_output=True, text=True).stdout)
    planned = {one["prefix"] for one in report["networks"]}
    reached, up = well(report)
    lost = sorted((networks & planned) - reached)
    if report["links"] and not lost and (up or not tunnel):
        break
    if time.monotonic() > end:
        sys.exit("vpn-gateway: was well before and is not now: " + (", ".join(lost) or "no tunnel is up"))
    time.sleep(5)
VERIFY`;
