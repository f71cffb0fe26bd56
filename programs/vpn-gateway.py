#!/usr/bin/python3
# Part of cdktf-routed-vpn; changes are overwritten by the next apply.
"""vpn-gateway status [--json | --prometheus]

Exit code 0: well. 1: something is down, every network is reached. 2: a network is not.
"""
import glob
import ipaddress
import json
import os
import re
import runpy
import subprocess
import sys

EXPECTED = "/etc/vpn-gateway/expected.jsonl"
RECORD = "/run/vpn-gateway"
# Of a gateway that is delivered over SSH.
CHANGE = "/usr/local/lib/vpn-gateway/change"
NODE_EXPORTER = "/var/lib/prometheus/node-exporter"
# The lowest layer that is down is what is wrong; those above it only follow.
LAYERS = ["interface", "ike", "child", "path", "bfd", "bgp", "ospf", "vrrp"]
# Where a link's own words for a layer are others: each has interfaces.
TOLD = {"interface": "interfaces", "child": "children", "path": "ping"}
STATES = ["ok", "degraded", "down"]
# Layers that not every gateway has, a file for each: `ask` asks the machine once, `faults` yields those of a link.
FURTHER = {
    os.path.basename(path)[:-3]: runpy.run_path(path)
    for path in glob.glob("/usr/local/lib/vpn-gateway/layers/*.py")
}


def run(*command, text=None):
    """What a command prints; nothing if it fails, hangs or is not there."""
    try:
        return subprocess.run(command, input=text, capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def documents(text):
    """JSON documents, one after the other, as vtysh prints several answers."""
    found, decoder = [], json.JSONDecoder()
    while text.strip():
        text = text.lstrip()
        try:
            document, end = decoder.raw_decode(text)
        except ValueError:
            # Words: the daemon does not know what it was asked for.
            document, end = {}, text.find("\n") + 1 or len(text)
        found.append(document)
        text = text[end:]
    return found


def vtysh(*commands):
    words = [word for command in commands for word in ("-c", command)]
    return documents(run("vtysh", *words)) if words else []


def privately(expected, *command):
    """A command as it is run on the inside."""
    namespace = expected["namespace"]
    return ["ip", "netns", "exec", namespace, *command] if namespace else list(command)


class Machine:
    """What this machine says of itself, each thing asked once."""

    run = staticmethod(run)
    vtysh = staticmethod(vtysh)

    def __init__(self, expected):
        self.expected = expected
        # The words by which programs find an isolated gateway's inside.
        self.in_vrf = f" vrf {expected['vrf']}" if expected["vrf"] else ""
        links = documents(run(*privately(expected, "ip", "-j", "address")))
        self.interfaces = {link["ifname"]: link for link in (links[0] if links else []) if link}
        self.ike, self.children = {}, {}
        for line in run("swanctl", "--list-sas").splitlines():
            sa = re.match(r"(\S+): #\d+, (\w+),", line)
            child = re.match(r"  (\S+): #\d+, reqid \d+, (\w+),", line)
            if sa and self.ike.get(sa[1]) != "ESTABLISHED":
                self.ike[sa[1]] = sa[2]
            if child and self.children.get(child[1]) != "INSTALLED":
                self.children[child[1]] = child[2]
        self.addresses = [first_address(network) for network in expected["networks"]]
        self.bfd, self.bgp, self.routes = {}, {}, []
        if any(link["bgp"] for link in expected["links"]):
            self.ask_frr()
        for layer in FURTHER.values():
            layer["ask"](self)
        self.round_trips = ping(expected)

    def ask_frr(self):
        """All at once, since vtysh is slow to start; what bfdd says last, as vtysh ends where it does not run."""
        routes = [
            "show ip{} route{} {} json".format("v6" if ":" in one else "", self.in_vrf, one)
            for one in self.addresses
        ]
        said = vtysh(f"show bgp{self.in_vrf} summary json", *routes, "show bfd peers json")
        for family in said[0].values() if said and isinstance(said[0], dict) else []:
            peers = family.get("peers", {}) if isinstance(family, dict) else {}
            self.bgp.update({name: peer.get("state") for name, peer in peers.items()})
        self.routes = said[1:1 + len(routes)]
        if said and isinstance(said[-1], list):
            self.bfd = {peer.get("peer"): peer.get("status") for peer in said[-1]}

    def addresses_of(self, device):
        found = self.interfaces.get(device, {}).get("addr_info", [])
        return {ipaddress.ip_address(one["local"]) for one in found if "local" in one}


def ping(expected):
    """Milliseconds by link and address; all at once."""
    started = {}
    for link in expected["links"]:
        device = link["interfaces"][-1]["device"]
        for address in link["ping"] + link.get("vrrp", []):
            words = ["-n", "-c", "2", "-i", "0.2", "-W", "1", "-I", device, address]
            command = privately(expected, "ping", *words)
            try:
                started[link["name"], address] = subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
                )
            except OSError:
                pass
    times = {}
    for key, process in started.items():
        output, _ = process.communicate()
        answer = re.search(r" time=([\d.]+) ms", output)
        if answer:
            times[key] = float(answer[1])
    return times


def interface_faults(machine, link):
    for want in link["interfaces"]:
        name = want["device"]
        have = machine.interfaces.get(name)
        if have is None:
            yield f"{name} is missing"
            continue
        if "UP" not in have.get("flags", []) or "NO-CARRIER" in have.get("flags", []):
            yield f"{name} is down"
        if want.get("mtu") and have.get("mtu") != want["mtu"]:
            yield f"{name} has MTU {have.get('mtu')}, not {want['mtu']}"
        present = machine.addresses_of(name)
        for address in want["addresses"]:
            if ipaddress.ip_address(address) not in present:
                yield f"{name} lacks {address}"


def link_faults(machine, link):
    """Lines of what is wrong, by layer."""
    faults = {layer: [] for layer in LAYERS}
    faults["interface"] = list(interface_faults(machine, link))
    name = link.get("ike")
    if name and machine.ike.get(name) != "ESTABLISHED":
        faults["ike"] = [f"IKE SA is {machine.ike.get(name, 'absent')}"]
    for child in link.get("children", []):
        if machine.children.get(child) not in ("INSTALLED", "REKEYING", "REKEYED"):
            faults["child"].append(f"CHILD SA {child} is {machine.children.get(child, 'absent')}")
    for address in link["ping"]:
        if (link["name"], address) not in machine.round_trips:
            faults["path"].append(f"{address} does not answer")
    for layer, sessions, well in (("bfd", machine.bfd, "up"), ("bgp", machine.bgp, "Established")):
        for address in link[layer]:
            if sessions.get(address) != well:
                faults[layer].append(f"{address} is {sessions.get(address, 'absent')}")
    for name, layer in FURTHER.items():
        faults[name] = list(layer["faults"](machine, link))
    return faults


def examine_link(machine, link):
    faults = link_faults(machine, link)
    layers = {layer: not faults[layer] for layer in LAYERS if link.get(TOLD.get(layer, layer))}
    wrong = [layer for layer in LAYERS if faults[layer]]
    return {
        "kind": link["kind"], "name": link["name"], "ok": not wrong,
        "fault": wrong[0] if wrong else None, "layers": layers,
        "detail": [line for layer in wrong for line in faults[layer]],
        "roundTripMs": {
            address: machine.round_trips[link["name"], address]
            for address in link["ping"] if (link["name"], address) in machine.round_trips
        },
    }


def first_address(prefix):
    network = ipaddress.ip_network(prefix)
    if network.prefixlen == 0:
        # A default route has no address of its own: one that is for documentation (RFC 5737, RFC 3849).
        return "192.0.2.1" if network.version == 4 else "2001:db8::1"
    return str(network[1] if network.num_addresses > 2 else network[0])


def devices_of(routes):
    """Interfaces of the routes that FRR has given to the kernel, as it says itself."""
    found = set()
    for entries in routes.values() if isinstance(routes, dict) else []:
        for entry in entries if isinstance(entries, list) else []:
            for hop in entry.get("nexthops", []):
                if entry.get("selected") and hop.get("fib") and hop.get("interfaceName"):
                    found.add(hop["interfaceName"])
    return found


def kernel_device(expected, address, *words):
    answers = documents(run(*privately(expected, "ip", "-j", "route", "get", address, *words)))
    return answers[0][0].get("dev") if answers and isinstance(answers[0], list) and answers[0] else None


def examine_networks(machine, expected):
    """Where the kernel sends a network's first address, against where it may and where FRR says."""
    networks = expected["networks"]
    allowed = {
        link["interfaces"][-1]["device"] for link in expected["links"] if link["kind"] != "inside"
    }
    sites = expected["sites"]
    report = []
    for number, (network, address) in enumerate(zip(networks, machine.addresses)):
        first = device = kernel_device(expected, address, *machine.in_vrf.split())
        if device in sites:
            device = kernel_device(expected, address, "vrf", device)
        frr = devices_of(machine.routes[number]) if number < len(machine.routes) else set()
        fault = None
        if device not in allowed:
            fault = "no route" if device is None else f"leaves by {device}"
        elif frr and first not in frr:
            fault = f"the kernel sends by {first}, FRR says {', '.join(sorted(frr))}"
        report.append({
            "prefix": network, "ok": fault is None, "device": device, "detail": fault,
        })
    return report


def read_expected():
    with open(EXPECTED) as file:
        lines = [json.loads(line) for line in file]
    return {
        "gateway": lines[0]["gateway"],
        "vrf": lines[0].get("vrf"),
        "namespace": lines[0].get("namespace"),
        "links": [line["link"] for line in lines if "link" in line],
        "sites": [line["site"] for line in lines if "site" in line],
        "networks": [line["network"] for line in lines if "network" in line],
    }


def examine():
    expected = read_expected()
    machine = Machine(expected)
    links = [examine_link(machine, link) for link in expected["links"]]
    networks = examine_networks(machine, expected)
    tunnels = [link for link in links if link["kind"] == "tunnel"]
    lost = not all(network["ok"] for network in networks)
    if not networks:
        lost = any(not link["ok"] for link in tunnels)
    ok = all(one["ok"] for one in links + networks)
    state = "down" if lost else "ok" if ok else "degraded"
    return {
        "gateway": expected["gateway"], "state": state, "notes": run(CHANGE, "notes").splitlines(),
        "links": links, "networks": networks,
    }


def for_people(report):
    lines = [f"{report['gateway']}: {report['state']}"] + report["notes"]
    for link in report["links"]:
        layers = " ".join(
            layer if well else layer.upper() + " DOWN" for layer, well in link["layers"].items()
        )
        times = ", ".join(f"{time:g} ms" for time in link["roundTripMs"].values())
        lines.append(f"  {link['kind']:<7} {link['name']:<16} {layers}" + (f"  ({times})" if times else ""))
        lines += [f"          {line}" for line in link["detail"]]
    for network in report["networks"]:
        where = f"through {network['device']}" if network["ok"] else f"DOWN: {network['detail']}"
        lines.append(f"  network {network['prefix']:<16} {where}")
    return "\n".join(lines) + "\n"


def for_prometheus(report):
    links, networks = report["links"], report["networks"]
    metrics = {
        "state": ("0: well, 1: something is down, 2: a network is not reached.", [
            (STATES.index(report["state"]), {}),
        ]),
        "layer_up": ("Whether a layer of a link is as it must be.", [
            (int(well), {"kind": link["kind"], "name": link["name"], "layer": layer})
            for link in links for layer, well in link["layers"].items()
        ]),
        "round_trip_seconds": ("A ping to the other end of a link.", [
            (time / 1000, {"name": link["name"], "address": address})
            for link in links for address, time in link["roundTripMs"].items()
        ]),
        "network_up": ("Whether the kernel sends a network into a tunnel.", [
            (int(network["ok"]), {"prefix": network["prefix"]}) for network in networks
        ]),
    }
    lines = []
    for metric, (meaning, samples) in metrics.items():
        name = f"vpn_gateway_{metric}"
        lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
        for value, labels in samples:
            labels = {"gateway": report["gateway"], **labels}
            pairs = ",".join(f"{key}={json.dumps(text)}" for key, text in labels.items())
            lines.append(f"{name}{{{pairs}}} {value}")
    return "\n".join(lines) + "\n"


def faults_of(report):
    links = {f"{link['kind']} {link['name']}": link["fault"] for link in report["links"]}
    networks = {f"network {one['prefix']}": one["detail"] for one in report["networks"]}
    return {**links, **networks}


def replace(folder, name, text):
    """The folder may be another user's, as node_exporter's is: no symbolic link there is followed."""
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        new = f".{name}.{os.urandom(8).hex()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(new, flags, 0o644, dir_fd=at), "w") as file:
            file.write(text)
        os.rename(new, name, src_dir_fd=at, dst_dir_fd=at)
    finally:
        os.close(at)


def record(report):
    """For the timer: keeps the report for other programs, and writes to the journal what has changed."""
    os.makedirs(RECORD, exist_ok=True)
    try:
        with open(f"{RECORD}/status.json") as file:
            before = faults_of(json.load(file))
    except (OSError, ValueError):
        before = {}
    replace(RECORD, "status.json", json.dumps(report, indent=2) + "\n")
    replace(RECORD, "status.prom", for_prometheus(report))
    if os.path.isdir(NODE_EXPORTER):
        try:
            replace(NODE_EXPORTER, "vpn-gateway.prom", for_prometheus(report))
        except OSError as error:
            print(f"{NODE_EXPORTER}: {error.strerror}")
    for name, fault in faults_of(report).items():
        if fault != before.get(name):
            print(f"{name}: {fault} is down" if fault in LAYERS else f"{name}: {fault or 'recovered'}")


def main(words):
    formats = {"": for_people, "--json": lambda report: json.dumps(report, indent=2) + "\n",
               "--prometheus": for_prometheus}
    if words[:1] != ["status"] and os.path.exists(CHANGE):
        os.execv(CHANGE, [CHANGE, *words])
    if words[:1] != ["status"] or len(words) > 2 or "".join(words[1:]) not in (*formats, "--record"):
        sys.exit(__doc__)
    report = examine()
    if words[1:] == ["--record"]:
        record(report)
    else:
        sys.stdout.write(formats["".join(words[1:])](report))
    return STATES.index(report["state"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
