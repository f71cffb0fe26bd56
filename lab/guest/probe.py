#!/usr/bin/python3 -IS
"""One-way probes in both directions at once: probe.py '{"everyMs", "port", "hosts": {NAME: NAMESPACE}, "probes": [{"from", "to"}]}'

From each probe's host to its address, and back, goes a numbered UDP packet every so often; for all probes between the
two hosts of the first. Says "ready" when it sends, and at SIGTERM as JSON when each number was sent and when it came,
in microseconds, by the one clock that all namespaces of the VM have.
"""
import ctypes
import json
import signal
import socket
import struct
import subprocess
import sys
import time

SO_RCVBUFFORCE, SO_TIMESTAMPNS, IPV6_FREEBIND = 33, 35, 78
NUMBER, TIMESPEC = struct.Struct("!I"), struct.Struct("@qq")
# Seconds for what is still on its way at the end.
STRAGGLERS = 0.3
# Seconds for a route that is just missing.
PATIENCE = 20
libc = ctypes.CDLL(None, use_errno=True)


def open_socket(namespace, address):
    """A UDP socket that belongs to a network namespace for as long as it lives."""
    with open(f"/run/netns/{namespace}") as file:
        if libc.setns(file.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
    return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)


def source_towards(namespace, address, port):
    """The source address that the kernel of a host chooses, once it has a route."""
    with open_socket(namespace, address) as trial:
        for patience in range(PATIENCE, -1, -1):
            try:
                trial.connect((address, port))
                return trial.getsockname()[0]
            except OSError:
                # A session that flapped just now: the run goes on, and does not count.
                if patience == 0:
                    raise
                time.sleep(1)


def answers(namespace, address):
    """Whether an address is a host's own, or of a block that it answers for."""
    command = ["ip", "-n", namespace, "route", "get", address]
    return subprocess.run(command, capture_output=True, text=True).stdout.startswith("local ")


def bound(namespace, address, port):
    """A socket for both ways at an address that the host answers for."""
    one = open_socket(namespace, address)
    if one.family == socket.AF_INET6:
        # Of a block, no interface has the address itself: IPv4 does not mind.
        one.setsockopt(socket.IPPROTO_IPV6, IPV6_FREEBIND, 1)
    one.bind((address, port))
    # Holds all that comes: reading it meanwhile would take CPU time from what is measured.
    one.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 256 << 20)
    one.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    one.setblocking(False)
    return one


class Flow:
    """One direction between two hosts."""

    def __init__(self, hosts, sockets, addresses, port):
        self.source, self.target = sockets
        self.address = addresses[1], port
        self.name = {"from": hosts[0], "to": hosts[1], "address": addresses[1]}

    def send(self, number):
        try:
            self.source.sendto(NUMBER.pack(number), self.address)
        except OSError:
            # Without a route, or with a queue that is full, it is as lost as any other.
            pass

    def received(self):
        """[number, microseconds] of all that came, in the order of coming."""
        while True:
            try:
                data, ancillary, _, _ = self.target.recvmsg(64, 64)
            except BlockingIOError:
                return
            seconds, nanoseconds = TIMESPEC.unpack(ancillary[0][2])
            yield NUMBER.unpack(data)[0], seconds * 1_000_000 + nanoseconds // 1000


def holder(hosts, address, port):
    """The host that has an address, be it by a router advertisement; and its socket there."""
    for name, namespace in hosts.items():
        if answers(namespace, address):
            return name, bound(namespace, address, port)
    sys.exit(f"no host has the address {address}")


def open_flows(hosts, probes, port):
    """Both directions of each probe between the hosts of the first, in each family once."""
    flows, seen = [], set()
    for near, address in ((probe["from"], probe["to"]) for probe in probes):
        source = source_towards(hosts[near], address, port)
        if {source, address} & seen:
            continue
        far, there = holder(hosts, address, port)
        if flows and {near, far} != {flows[0].name["from"], flows[0].name["to"]}:
            continue
        seen |= {source, address}
        here = bound(hosts[near], source, port)
        flows.append(Flow((near, far), (here, there), (source, address), port))
        flows.append(Flow((far, near), (there, here), (address, source), port))
    return flows


def send(flows, interval):
    """Until SIGTERM. When each number was sent, in microseconds."""
    times, ended = [], []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    print("ready", flush=True)
    due = time.monotonic()
    while not ended:
        times.append(time.time_ns() // 1000)
        for flow in flows:
            flow.send(len(times) - 1)
        # What a busy CPU has made late is not made up for by sending several at once.
        now = time.monotonic()
        due = max(due + interval, now)
        time.sleep(due - now)
    return times


def main(wanted):
    flows = open_flows(wanted["hosts"], wanted["probes"], wanted["port"])
    sent = send(flows, wanted["everyMs"] / 1000)
    time.sleep(STRAGGLERS)
    received = [{**flow.name, "received": list(flow.received())} for flow in flows]
    print(json.dumps({"sent": sent, "flows": received}, separators=(",", ":")))


main(json.loads(sys.argv[1]))
