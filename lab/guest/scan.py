#!/usr/bin/python3 -IS
"""Scans one address from this network namespace: scan.py SOURCE TARGET KIND RATE; prints JSON.

KIND is tcp (a SYN to each of 65,535 ports), udp (a datagram to each) or ip (an empty packet of each protocol). What
comes back, a refusal or an ICMP error among it, is an answer: silence alone is not one. Every datagram is an IKE
header of a version that no daemon speaks, which RFC 7296, 2.5, has answered; on 4500 behind the marker of RFC 3948.
"""
import ctypes
import json
import select
import socket
import struct
import sys
import time

ETH_P_ALL, SO_RCVBUFFORCE, IPPROTO_IPV6_RAW, PACKET_OUTGOING = 3, 33, 255, 4
TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
SOURCE_PORT = 54321
# Seconds in which an answer to the last packet must come.
LAST_ANSWER = 3
IKE = bytes(8) + bytes(8) + struct.pack("!BBBBII", 33, 0x30, 34, 0x08, 0, 28)
IKE = b"scanning" + IKE[8:]


def packed(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def ones_complement(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


class Checksum:
    """That of many packets that differ in their port alone."""

    def __init__(self, source, target, protocol, rest):
        pseudo = source + target + struct.pack("!II", len(rest), protocol)
        self.sum = ones_complement(pseudo) + ones_complement(rest)

    def of(self, port):
        total = self.sum + port
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        return (~total & 0xFFFF) or 0xFFFF


def tcp_segments(source, target):
    form = struct.Struct("!HHIIBBHHH")
    checksum = Checksum(source, target, TCP, form.pack(SOURCE_PORT, 0, 1, 0, 5 << 4, 2, 1024, 0, 0))
    for port in range(1, 65536):
        yield form.pack(SOURCE_PORT, port, 1, 0, 5 << 4, 2, 1024, checksum.of(port), 0)


def udp_datagrams(source, target):
    def datagrams(payload, ports):
        length = 8 + len(payload)
        checksum = Checksum(source, target, UDP, struct.pack("!HHHH", SOURCE_PORT, 0, length, 0) + payload)
        for port in ports:
            yield struct.pack("!HHHH", SOURCE_PORT, port, length, checksum.of(port)) + payload

    yield from datagrams(IKE, (port for port in range(1, 65536) if port != 4500))
    yield from datagrams(bytes(4) + IKE, [4500])


def raw_socket(family, protocol, source):
    one = socket.socket(family, socket.SOCK_RAW, protocol)
    one.bind((source, 0))
    return one


def send_all(packets, target, rate):
    """Never faster than so many packets a second; returns how many there were."""
    start, count = time.monotonic(), 0
    for send in packets:
        try:
            send()
        except OSError:
            # A queue that is full, or an answer of ICMP to an earlier packet, which the capture has seen.
            time.sleep(0.01)
            try:
                send()
            except OSError:
                pass
        count += 1
        ahead = count / rate - (time.monotonic() - start)
        if ahead > 0.01:
            time.sleep(ahead)
    return count


def sends(kind, family, source, target):
    """A function that sends, for each packet of the scan."""
    ours, theirs = packed(source), packed(target)
    if kind == "ip":
        for protocol in range(256):
            # Of those that have ports, the ports are scanned; ping is an answer that a gateway owes.
            if protocol in (TCP, UDP, ICMP, ICMP6, 255):
                continue
            try:
                one = raw_socket(family, protocol, source)
            except OSError:
                continue
            yield lambda one=one: one.sendto(bytes(16), (target, 0))
        return
    protocol = {"tcp": TCP, "udp": UDP}[kind]
    one = raw_socket(family, protocol, source)
    address = (target, 0)
    for packet in (tcp_segments if kind == "tcp" else udp_datagrams)(ours, theirs):
        yield lambda packet=packet: one.sendto(packet, address)


def answer(frame, family, source, target):
    """What a captured packet says, if it is one of the target's to us."""
    ours, theirs = packed(source), packed(target)
    if family == socket.AF_INET:
        if frame[0] >> 4 != 4 or frame[16:20] != ours:
            return None
        sender, protocol, payload = frame[12:16], frame[9], frame[(frame[0] & 15) * 4:]
    else:
        if frame[0] >> 4 != 6 or frame[24:40] != ours:
            return None
        sender, protocol, payload = frame[8:24], frame[6], frame[40:]
    if protocol == TCP and sender == theirs:
        flags = payload[13]
        meaning = "open" if flags & 2 else "refused" if flags & 4 else f"flags {flags}"
        return f"tcp {struct.unpack_from('!H', payload)[0]} {meaning}"
    if protocol == UDP and sender == theirs:
        return f"udp {struct.unpack_from('!H', payload)[0]} answered"
    if protocol in (ICMP, ICMP6):
        if protocol == ICMP6 and payload[0] >= 133 and payload[0] <= 137:
            # The neighbor discovery of the link itself.
            return None
        quoted = payload[8:]
        inner = quoted[20:] if family == socket.AF_INET else quoted[40:]
        concerned = quoted[9:10] if family == socket.AF_INET else quoted[6:7]
        port = struct.unpack_from("!H", inner, 2)[0] if len(inner) >= 4 else 0
        by = socket.inet_ntop(family, sender)
        return f"icmp type {payload[0]} code {payload[1]} from {by} for protocol {concerned[0] if concerned else '?'} port {port}"
    return f"protocol {protocol} answered" if sender == theirs else None


def main(source, target, kind, rate):
    family = socket.AF_INET6 if ":" in target else socket.AF_INET
    capture = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    capture.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 256 << 20)
    capture.setblocking(False)
    start, answers = time.monotonic(), {}

    def read():
        while True:
            try:
                frame, (_, _, direction, *_) = capture.recvfrom(2048)
            except BlockingIOError:
                return
            said = None if direction == PACKET_OUTGOING else answer(frame, family, source, target)
            if said:
                answers[said] = answers.get(said, 0) + 1

    def reading():
        for at, send in enumerate(sends(kind, family, source, target)):
            yield send
            if at % 512 == 511:
                read()

    count = send_all(reading(), target, int(rate))
    until = time.monotonic() + LAST_ANSWER
    while time.monotonic() < until:
        select.select([capture], [], [], max(0, until - time.monotonic()))
        read()
    seconds = round(time.monotonic() - start, 1)
    print(json.dumps({"kind": kind, "target": target, "sent": count, "seconds": seconds, "answers": answers}))


main(*sys.argv[1:])
