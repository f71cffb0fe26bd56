#!/usr/bin/python3 -IS
"""Sends from one network namespace what another is not to get: forge.py FROM TO SOURCE TARGET [PORT]

Datagrams to UDP port 4179 with SOURCE as their source, or with PORT SYNs to that TCP port, leave FROM for TARGET. Of
those, it counts what the firewall of the machine at TARGET, in namespace TO, lets in. Prints one line: how many came.
SOURCE and TARGET are addresses, or DEVICE/FAMILY: what TO has on that device, and for SOURCE the other end of it.
"""
import ctypes
import ipaddress
import json
import socket
import struct
import subprocess
import sys
import time

COUNT, PORT, IPPROTO_RAW, IPV6_HDRINCL = 5, 4179, 255, 36
libc = ctypes.CDLL(None, use_errno=True)


def packed(address):
    return ipaddress.ip_address(address).packed


def enter(namespace):
    with open(f"/run/netns/{namespace}") as file:
        if libc.setns(file.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


def link_ends(namespace, word):
    """Both ends of a point-to-point link: what this end has, and the other."""
    device, family = word.split("/")
    (link,) = json.loads(run("ip", "-n", namespace, "-j", "address", "show", "dev", device))
    kind = {"4": "inet", "6": "inet6"}[family]
    own = next(one for one in link["addr_info"] if one["family"] == kind and one["scope"] == "global")
    network = ipaddress.ip_network(f"{own['local']}/{own['prefixlen']}", strict=False)
    (other,) = (one for one in network if str(one) != own["local"])
    return own["local"], str(other)


def checksum(source, target, protocol, segment):
    data = packed(source) + packed(target) + struct.pack("!II", len(segment), protocol) + segment
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


def packet(source, target, port):
    if port is None:
        protocol, at, segment = 17, 6, struct.pack("!HHHH", PORT, PORT, 14, 0) + b"forged"
    else:
        protocol, at, segment = 6, 16, struct.pack("!HHIIBBHHH", PORT, port, 1, 0, 5 << 4, 2, 1024, 0, 0)
    segment = segment[:at] + checksum(source, target, protocol, segment) + segment[at + 2:]
    if ":" in target:
        return struct.pack("!IHBB", 6 << 28, len(segment), protocol, 255) + packed(source) + packed(target) + segment
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 255, protocol, 0)
    return head + packed(source) + packed(target) + segment


def rules(source, target, port):
    family = "ip6" if ":" in target else "ip"
    what = f"udp dport {PORT}" if port is None else f"tcp sport {PORT} tcp dport {port} tcp flags syn"
    return f"""table inet lab_forge {{
        chain input {{
            type filter hook input priority filter + 10;
            {family} saddr {source} {family} daddr {target} {what} counter
        }}
    }}"""


def send(source, target, data):
    if ":" in target:
        one = socket.socket(socket.AF_INET6, socket.SOCK_RAW, IPPROTO_RAW)
        one.setsockopt(socket.IPPROTO_IPV6, IPV6_HDRINCL, 1)
    else:
        one = socket.socket(socket.AF_INET, socket.SOCK_RAW, IPPROTO_RAW)
    for _ in range(COUNT):
        one.sendto(data, (target, 0))
        time.sleep(0.1)


def main(sender, receiver, source, target, port=None):
    source = link_ends(receiver, source)[1] if "/" in source else source
    target = link_ends(receiver, target)[0] if "/" in target else target
    port = port and int(port)
    nft = ["ip", "netns", "exec", receiver, "nft"]
    run(*nft, "-f", "-", input=rules(source, target, port))
    try:
        enter(sender)
        send(source, target, packet(source, target, port))
        time.sleep(1)
        listing = run(*nft, "list", "table", "inet", "lab_forge")
    finally:
        run(*nft, "delete", "table", "inet", "lab_forge")
    count = listing.split("counter packets ")[1].split()[0]
    print(f"{source} to {target}: {count} of {COUNT} came")


main(*sys.argv[1:])
