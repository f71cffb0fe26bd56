#!/usr/bin/python3
# Part of cdktf-routed-vpn: fetches this gateway's payload when the machine is new, and applies it if it is the planned one.
"""Reads source.json beside it. The payload is a cloud-config whose files are written and whose commands are run."""
import hashlib
import http.client
import json
import os
import subprocess
import sys
import time
import urllib.request

import yaml

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "source.json")

ERRORS = (OSError, http.client.HTTPException, subprocess.SubprocessError, KeyError, TypeError, ValueError)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token is for the host that was named, and for no other that it points to."""

    def redirect_request(self, *_):
        return None


def get(url, headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.build_opener(NoRedirect).open(request, timeout=60) as answer:
        return answer.read()


def install(packages):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", *words]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def fetch(source):
    if source.get("packages"):
        install(source["packages"])
        # Once: the payload may be late.
        del source["packages"]
    if source["kind"] == "command":
        return subprocess.run(source["command"], check=True, stdout=subprocess.PIPE, timeout=600).stdout
    headers = dict(source.get("headers") or {})
    token = source.get("token")
    if token:
        said = json.loads(get(token["url"], token["headers"]))
        headers["Authorization"] = "Bearer " + said["access_token"]
    return get(source["url"], headers)


def planned(source):
    """The payload; or nothing, with what is wrong, which may be over in a while."""
    try:
        payload = fetch(source)
    except ERRORS as error:
        return None, f"the payload cannot be fetched: {error}"
    found = hashlib.sha256(payload).hexdigest()
    if found != source["sha256"]:
        return None, f"the payload has SHA-256 {found}, not {source['sha256']}; nothing was changed"
    return payload, None


def apply(payload):
    document = yaml.load(payload, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    os.umask(0o077)
    for file in document["write_files"]:
        os.makedirs(os.path.dirname(file["path"]), exist_ok=True)
        with open(file["path"], "w", encoding="utf-8", newline="") as written:
            written.write(file["content"])
    for command in document["runcmd"]:
        status = subprocess.run(command).returncode
        if status:
            return status
    return 0


def main():
    with open(SOURCE, encoding="utf-8") as file:
        source = json.load(file)
    told = None
    for attempt in range(source["tries"]):
        time.sleep(source["pauseSeconds"] if attempt else 0)
        payload, wrong = planned(source)
        if payload is not None:
            return apply(payload)
        if wrong != told:
            print(f"vpn-gateway: {wrong}", file=sys.stderr, flush=True)
        told = wrong
    return f"vpn-gateway: given up after {source['tries']} tries"


if __name__ == "__main__":
    sys.exit(main())
