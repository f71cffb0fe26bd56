"""Sends real packets through a gateway's firewall, in network namespaces of its own.

The gateway is a namespace whose devices have the names that its ruleset expects; the other end of each is
in a second namespace, where this program injects packets and sees what comes out. A second table behind
the firewall's own notes what has reached the gateway itself.

Input, JSON: rules, devices {name: [address]}, routes [[prefix, device]], commands, probes, each {device,
source, destination, protocol, [port], [ttl], [type], [code], [gateway]}, sentinel, a probe that is forwarded,
and scans {device, source, destination}.
Output, JSON: for each probe the devices that it left by, "local" where it reached the gateway itself; for
each scan how many packets were sent and have arrived, and which ports got in.
"""
import ipaddress, json, os, socket, struct, subprocess, sys, time

sys.path.insert(0, "/")
from checks import checksum

PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "esp": 50, "gre": 47, "ospf": 89, "vrrp": 112, "icmp6": 58}
BEHIND = """
table inet behind {
  set local4 { typeof ip id; size 65535; flags dynamic; }
  set local6 { typeof ip6 flowlabel; size 65535; flags dynamic; }
  set open { typeof meta l4proto . th dport; size 200000; flags dynamic; }
  counter arrived {}
  chain before { type filter hook prerouting priority -500; policy accept; counter name arrived; }
  chain after {
    type filter hook input priority 300; policy accept;
    iifname "lo" accept
    meta nfproto ipv4 add @local4 { ip id }
    meta nfproto ipv6 add @local6 { ip6 flowlabel }
    meta l4proto { tcp, udp } add @open { meta l4proto . th dport }
    drop
  }
}
"""


def run(*command):
    subprocess.run(command, check=True)


def ip_header(source, destination, number, length, ttl, identity=1):
    if source.version == 4:
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, identity, 0, ttl, number, 0, source.packed, destination.packed)
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return struct.pack("!IHBB16s16s", 6 << 28 | identity, length, number, ttl, source.packed, destination.packed)


def summed(source, destination, number, body, at):
    """The body with its checksum, over the pseudo header where the protocol has one."""
    pseudo = b"" if number == 1 else source.packed + destination.packed + struct.pack("!IBBBB", len(body), 0, 0, 0, number)
    value = checksum(pseudo + body) or 0xFFFF
    return body[:at] + struct.pack("!H", value) + body[at + 2 :]


def packet(probe, number):
    """IP packet of a probe; its number is its identification or flow label, and in its last four bytes."""
    source, destination = (ipaddress.ip_address(probe[end]) for end in ("source", "destination"))
    protocol = PROTOCOLS[probe["protocol"]]
    mark = struct.pack("!I", 0xBEEF0000 | number)
    port, sport = probe.get("port", 9), probe.get("sport", 53)
    if protocol == 6:
        body = summed(source, destination, 6, struct.pack("!HHIIBBHHH", sport, port, 1, 0, 0x50, 2, 1024, 0, 0) + mark, 16)
    elif protocol == 17:
        body = summed(source, destination, 17, struct.pack("!HHHH", sport, port, 12, 0) + mark, 6)
    elif protocol in (1, 58):
        # An error quotes a packet that the destination has sent.
        quoted = ip_header(destination, source, 17, 12, 60) + struct.pack("!HHHH", port, sport, 12, 0)
        more = probe.get("more", 0)
        extra = ipaddress.ip_address(probe["gateway"]).packed if "gateway" in probe else struct.pack("!I", more)
        head = struct.pack("!BBH", probe["type"], probe.get("code", 0), 0) + extra
        body = summed(source, destination, protocol, head + quoted + mark, 2)
    else:
        body = struct.pack("!HHI", 0, 0x0800, 0) + mark
    return ip_header(source, destination, protocol, len(body), probe.get("ttl", 64), number) + body


class Gateway:
    def __init__(self, plan):
        self.sockets = {}
        run("ip", "netns", "add", "gateway")
        commands = ["sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0",
                    "sysctl -q -w net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.rp_filter=0",
                    "sysctl -q -w net.ipv6.conf.default.router_solicitations=0", "ip link set lo up"]
        self.inside(*commands)
        for index, (device, addresses) in enumerate(plan["devices"].items()):
            far = f"far{index}"
            run("ip", "link", "add", far, "type", "veth", "peer", "name", device, "netns", "gateway")
            run("ip", "link", "set", far, "promisc", "on", "arp", "off", "up")
            self.inside(f"ip link set {device} arp off up",
                        *[f"ip address add {address} dev {device} {'nodad' if ':' in address else ''}" for address in addresses])
            sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            sender.bind((far, 0))
            sender.setblocking(False)
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
            mac = self.inside(f"cat /sys/class/net/{device}/address", output=True).strip()
            self.sockets[device] = (sender, bytes.fromhex(mac.replace(":", "")))
        self.inside(*[f"ip route add {prefix} dev {device}" for prefix, device in plan["routes"]])
        for name, text in (("rules", plan["rules"]), ("behind", BEHIND)):
            with open(f"/{name}.nft", "w") as file:
                file.write(text)
            self.inside(f"nft -f /{name}.nft")
        self.inside("sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")
        for command in plan.get("commands", []):
            self.inside(command)

    def inside(self, *commands, output=False):
        result = subprocess.run(["ip", "netns", "exec", "gateway", "sh", "-ec", "\n".join(commands)],
                                check=True, stdout=subprocess.PIPE if output else None, text=True)
        return result.stdout

    def send(self, device, data):
        sender, mac = self.sockets[device]
        kind = 0x0800 if data[0] >> 4 == 4 else 0x86DD
        sender.send(mac + b"\2\0\0\0\0\1" + struct.pack("!H", kind) + data)

    def collect(self, left):
        """Notes for each marker the devices that its packet has left by."""
        for device, (sender, _) in self.sockets.items():
            while True:
                try:
                    data, address = sender.recvfrom(4096)
                except BlockingIOError:
                    break
                if address[2] != socket.PACKET_OUTGOING and len(data) >= 46:
                    source = data[26:30] if data[12:14] == b"\x08\0" else data[22:38]
                    # An error about a packet ends with the same bytes, but the gateway is its source.
                    left.setdefault((data[-4:], source), []).append(device)

    def listed(self, name):
        text = self.inside(f"nft -j list set inet behind {name}", output=True)
        (found,) = [entry["set"] for entry in json.loads(text)["nftables"] if "set" in entry]
        return found.get("elem", [])

    def probe(self, probes, sentinel):
        """One CPU handles packets in the order they come: behind the sentinel nothing is on its way."""
        left = {}
        for number, one in enumerate(probes, 1):
            self.send(one["device"], packet(one, number))
        last = len(probes) + 1
        self.send(sentinel["device"], packet(sentinel, last))
        mark = lambda number, one: (struct.pack("!I", 0xBEEF0000 | number), ipaddress.ip_address(one["source"]).packed)
        deadline = time.monotonic() + 20
        while mark(last, sentinel) not in left:
            if time.monotonic() > deadline:
                sys.exit("the sentinel was not forwarded")
            self.collect(left)
        local = {4: self.listed("local4"), 6: self.listed("local6")}
        version = lambda one: ipaddress.ip_address(one["source"]).version
        return [left.get(mark(number, one), []) + (["local"] if number in local[version(one)] else [])
                for number, one in enumerate(probes, 1)]

    def arrived(self):
        text = self.inside("nft -j list counter inet behind arrived", output=True)
        return next(e["counter"]["packets"] for e in json.loads(text)["nftables"] if "counter" in e)

    def scan(self, one):
        """Every port of TCP and UDP."""
        self.inside("nft flush set inet behind open")
        before, sent = self.arrived(), 0
        for protocol in ("tcp", "udp"):
            for port in range(1, 65536):
                self.send(one["device"], packet({**one, "protocol": protocol, "port": port, "sport": 40000}, 1))
                sent += 1
        deadline = time.monotonic() + 20
        while self.arrived() - before < sent and time.monotonic() < deadline:
            time.sleep(0.01)
        # By name or number, as the system has /etc/protocols or not.
        names = {6: "tcp", 17: "udp"}
        ports = sorted(f"{names.get(protocol, protocol)}/{port}" for protocol, port in (e["concat"] for e in self.listed("open")))
        return {"sent": sent, "arrived": self.arrived() - before, "open": ports}


os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
plan = json.load(sys.stdin)
gateway = Gateway(plan)
probes = plan.get("probes", [])
json.dump({
    "probes": gateway.probe(probes, plan["sentinel"]) if probes else [],
    "scans": [gateway.scan(one) for one in plan.get("scans", [])],
}, sys.stdout)
