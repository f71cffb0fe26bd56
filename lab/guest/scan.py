#!/usr/bin/python3 -IS
"""Scans one address from this network namespace: scan.py SOURCE TARGET KIND RATE; prints JSON.

KIND is tcp (a SYN to each of 65,535 ports), udp (a datagram to each) or ip (an empty packet of each protocol). What
comes back, a refusal or an ICMP error among it, is an answer: silence alone is not one. Every datagram is an IKE
header of a version that no daemon speaks, which RFC 7296, 2.5, has answered; on 4500 behind the marker of RFC 3948.
"""
import ctypes
import json
import os
import select
import socket
import struct
import sys
import time
from array import array

ETH_P_IP, ETH_P_IPV6, SO_RCVBUFFORCE = 0x0800, 0x86DD, 33
TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
SOURCE_PORT = 54321
# Packets at once.
BURST = 128
# One after the other, of one packet.
ERRORS = 100
# Seconds in which an answer to the last packet must come.
LAST_ANSWER = 3
IKE = bytes(8) + bytes(8) + struct.pack("!BBBBII", 33, 0x30, 34, 0x08, 0, 28)
IKE = b"scanning" + IKE[8:]
libc = ctypes.CDLL(None, use_errno=True)


def packed(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def ones_complement(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def checksums(source, target, protocol, rest, ports):
    """Those of packets that differ in their port alone."""
    common = ones_complement(source + target + struct.pack("!II", len(rest), protocol) + rest)
    for port in ports:
        total = common + port
        yield (~((total & 0xFFFF) + (total >> 16)) & 0xFFFF) or 0xFFFF


class ToPorts:
    """One packet to each port, in one piece of memory: an emulated CPU makes few objects a second."""

    def __init__(self, packet, ports, sums, sum_at):
        self.size, self.count = len(packet), len(ports)
        words = array("H", packet * self.count)
        for at, values in (2, ports), (sum_at, sums):
            values = array("H", values)
            if sys.byteorder == "little":
                values.byteswap()
            words[at // 2 :: self.size // 2] = values
        self.words = words
        # struct iovec and struct mmsghdr, of 64 bits.
        start = words.buffer_info()[0]
        self.vectors = array("Q", bytes(16 * self.count))
        self.vectors[0::2] = array("Q", range(start, start + self.size * self.count, self.size))
        self.vectors[1::2] = array("Q", [self.size]) * self.count
        start = self.vectors.buffer_info()[0]
        self.headers = array("Q", bytes(64 * self.count))
        self.headers[2::8] = array("Q", range(start, start + 16 * self.count, 16))
        self.headers[3::8] = array("Q", [1]) * self.count

    def send(self, connected, at, most):
        """How many of them, from one on, the kernel took."""
        headers = ctypes.c_void_p(self.headers.buffer_info()[0] + 64 * at)
        return libc.sendmmsg(connected.fileno(), headers, min(most, self.count - at), 0)


def tcp_segments(source, target):
    packet = struct.pack("!HHIIBBHHH", SOURCE_PORT, 0, 1, 0, 5 << 4, 2, 1024, 0, 0)
    ports = range(1, 65536)
    yield ToPorts(packet, ports, checksums(source, target, TCP, packet, ports), 16)


def udp_datagrams(source, target):
    for payload, ports in (IKE, [*range(1, 4500), *range(4501, 65536)]), (bytes(4) + IKE, [4500]):
        packet = struct.pack("!HHHH", SOURCE_PORT, 0, 8 + len(payload), 0) + payload
        yield ToPorts(packet, ports, checksums(source, target, UDP, packet, ports), 6)


def raw_socket(family, protocol, source):
    one = socket.socket(family, socket.SOCK_RAW, protocol)
    one.bind((source, 0))
    return one


def send_protocols(family, source, target):
    """An empty packet of each protocol; returns how many there were."""
    count = 0
    for protocol in range(256):
        # Of those that have ports, the ports are scanned; ping is an answer that a gateway owes.
        if protocol in (TCP, UDP, ICMP, ICMP6, 255):
            continue
        try:
            with raw_socket(family, protocol, source) as one:
                one.sendto(bytes(16), (target, 0))
            count += 1
        except OSError:
            # One that the kernel lets nobody send.
            continue
    return count


def send_ports(kind, family, source, target, rate, between):
    """A packet to each port, never faster than so many a second; returns how many the kernel took."""
    ours, theirs = packed(source), packed(target)
    start, count = time.monotonic(), 0
    with raw_socket(family, {"tcp": TCP, "udp": UDP}[kind], source) as one:
        one.connect((target, 0))
        for packets in (tcp_segments if kind == "tcp" else udp_datagrams)(ours, theirs):
            at, errors = 0, 0
            while at < packets.count:
                taken = packets.send(one, at, BURST)
                between()
                if taken < 0:
                    # A queue that is full, or an answer of ICMP to an earlier packet, which the capture has seen.
                    errors += 1
                    if errors > ERRORS:
                        sys.exit(f"the kernel takes no packet to {target}: {os.strerror(ctypes.get_errno())}")
                    time.sleep(0.01)
                    continue
                at, count, errors = at + taken, count + taken, 0
                time.sleep(max(0, count / rate - (time.monotonic() - start)))
    return count


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
    family, ethertype = (socket.AF_INET6, ETH_P_IPV6) if ":" in target else (socket.AF_INET, ETH_P_IP)
    # Of one protocol: such a capture has no packet that goes out.
    capture = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ethertype))
    capture.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 256 << 20)
    capture.setblocking(False)
    start, answers = time.monotonic(), {}

    def read():
        while True:
            try:
                frame = capture.recv(2048)
            except BlockingIOError:
                return
            said = answer(frame, family, source, target)
            if said:
                answers[said] = answers.get(said, 0) + 1

    if kind == "ip":
        count = send_protocols(family, source, target)
    else:
        count = send_ports(kind, family, source, target, int(rate), read)
    until = time.monotonic() + LAST_ANSWER
    while time.monotonic() < until:
        select.select([capture], [], [], max(0, until - time.monotonic()))
        read()
    seconds = round(time.monotonic() - start, 1)
    print(json.dumps({"kind": kind, "target": target, "sent": count, "seconds": seconds, "answers": answers}))


main(*sys.argv[1:])
