#!/usr/bin/python3 -IS
"""Speaks BGP to whoever lets it: stranger.py ASN SECONDS ADDRESS… -- PREFIX…

To each address it opens a session in the AS and announces the prefixes of that address's family, or tells what kept it
from that. What is accepted it holds for so many seconds, in the background, once it has printed a line for each.
"""
import ipaddress
import os
import socket
import struct
import sys
import time

MARKER, OPEN, UPDATE, NOTIFICATION, KEEPALIVE = b"\xff" * 16, 1, 2, 3, 4
HOLD, PATIENCE = 180, 5


def message(kind, body=b""):
    return MARKER + struct.pack("!HB", 19 + len(body), kind) + body


def opening(asn, router_id):
    # Multiprotocol for both families (RFC 4760), and four-byte AS numbers (RFC 6793).
    capabilities = b"".join(bytes([1, 4]) + struct.pack("!HBB", afi, 0, 1) for afi in (1, 2))
    capabilities += bytes([65, 4]) + struct.pack("!I", asn)
    options = bytes([2, len(capabilities)]) + capabilities
    return message(OPEN, struct.pack("!BHH4sB", 4, asn, HOLD, router_id, len(options)) + options)


def attribute(flags, kind, value):
    return struct.pack("!BBB", flags, kind, len(value)) + value


def announcement(prefix, next_hop):
    """Of this host's own AS: no path, the highest preference."""
    network = ipaddress.ip_network(prefix)
    length = network.prefixlen
    reach = bytes([length]) + network.network_address.packed[:(length + 7) // 8]
    common = attribute(0x40, 1, b"\0") + attribute(0x40, 2, b"") + attribute(0x40, 5, struct.pack("!I", 1000))
    hop = ipaddress.ip_address(next_hop).packed
    if network.version == 4:
        attributes = common + attribute(0x40, 3, hop)
        return message(UPDATE, struct.pack("!HH", 0, len(attributes)) + attributes + reach)
    value = struct.pack("!HBB", 2, 1, len(hop)) + hop + b"\0" + reach
    attributes = attribute(0x80, 14, value) + common
    return message(UPDATE, struct.pack("!HH", 0, len(attributes)) + attributes)


def receive(one):
    head = b""
    while len(head) < 19:
        piece = one.recv(19 - len(head))
        if not piece:
            raise OSError("closed without a word")
        head += piece
    length, kind = struct.unpack_from("!HB", head, 16)
    body = b""
    while len(body) < length - 19:
        body += one.recv(length - 19 - len(body))
    if kind == NOTIFICATION:
        raise OSError(f"notification {body[0]}/{body[1]}")
    return kind


def announce(address, asn, prefixes):
    one = socket.create_connection((address, 179), timeout=PATIENCE)
    own = one.getsockname()[0]
    one.sendall(opening(asn, socket.inet_aton("192.0.2.66")))
    while receive(one) != OPEN:
        pass
    one.sendall(message(KEEPALIVE))
    while receive(one) != KEEPALIVE:
        pass
    version = 6 if ":" in address else 4
    for prefix in prefixes:
        if ipaddress.ip_network(prefix).version == version:
            one.sendall(announcement(prefix, own))
    return one


def main(asn, seconds, *words):
    cut = words.index("--")
    held = []
    for address in words[:cut]:
        try:
            held.append(announce(address, int(asn), words[cut + 1:]))
            print(f"{address}: ESTABLISHED")
        except OSError as error:
            print(f"{address}: {error}")
    sys.stdout.flush()
    if held and os.fork() == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        end = time.monotonic() + int(seconds)
        while time.monotonic() < end:
            time.sleep(5)
            for one in held:
                try:
                    one.sendall(message(KEEPALIVE))
                except OSError:
                    pass


main(*sys.argv[1:])
