#!/usr/bin/python3 -IS
"""BGP, OSPF and BFD of the gateways and hosts named, as JSON: sessions.py a b host:east …; with --count, how many are up

Asks the daemons on their own sockets: starting a vtysh costs seconds under emulation, and the load of it
alone lets BFD sessions flap.
"""
import json
import os
import socket
import sys


def folder(owner):
    if owner.startswith("host:"):
        return "/run/frr/" + owner[len("host:"):]
    with open(f"/sys/fs/cgroup/system.slice/gw-{owner}.service/payload/init.scope/cgroup.procs") as procs:
        return f"/proc/{procs.readline().strip()}/root/run/frr"


def answer(vty, command):
    """A daemon's answer to one command; three zero bytes and a return code end it."""
    vty.sendall(command.encode() + b"\0")
    text = b""
    while not (len(text) >= 4 and text[-4:-1] == b"\0\0\0"):
        piece = vty.recv(65536)
        if not piece:
            raise OSError(f"no answer to {command}")
        text += piece
    return text[:-4].decode()


def ask(path, *commands):
    if not os.path.exists(path):
        yield from [None] * len(commands)
        return
    with socket.socket(socket.AF_UNIX) as vty:
        vty.settimeout(10)
        vty.connect(path)
        answer(vty, "enable")
        for command in commands:
            try:
                yield json.loads(answer(vty, command))
            except ValueError:
                # Words, not JSON: the daemon has nothing of the kind.
                yield None


def report(owner):
    try:
        where = folder(owner)
        (vrfs,) = ask(f"{where}/bgpd.vty", "show bgp vrf all summary json")
        bgp = {f"{vrf} {family}": one for vrf, families in (vrfs or {}).items() for family, one in families.items()}
        bfd, counters = ask(f"{where}/bfdd.vty", "show bfd peers json", "show bfd peers counters json")
        (ospf,) = ask(f"{where}/ospfd.vty", "show ip ospf vrf all neighbor json")
        (ospf6,) = ask(f"{where}/ospf6d.vty", "show ipv6 ospf6 vrf all neighbor json")
        return {"bgp": bgp, "bfd": bfd, "counters": counters, "ospf": ospf, "ospf6": ospf6}
    except OSError as error:
        return {"error": str(error)}


def values(tree, key):
    """Whatever stands behind the key anywhere in an answer."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from [value] if name == key and isinstance(value, str) else values(value, key)
    elif isinstance(tree, list):
        for one in tree:
            yield from values(one, key)


def count_up(one):
    states = [*values(one.get("bgp"), "state"), *values(one.get("bfd"), "status")]
    states += [*values(one.get("ospf"), "nbrState"), *values(one.get("ospf6"), "state")]
    return sum(state in ("Established", "up") or state.startswith("Full") for state in states)


if sys.argv[1] == "--count":
    print(sum(count_up(report(owner)) for owner in sys.argv[2:]))
else:
    print(json.dumps({owner: report(owner) for owner in sys.argv[1:]}))
