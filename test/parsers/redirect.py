"""A host of the segment sends a redirect; prints by which router the machine sends afterwards.

Arguments: 4 or 6, and the setup that the machine's namespace "machine" has.
"""
import ipaddress, socket, struct, subprocess, sys

sys.path.insert(0, "/")
from checks import checksum


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


family = int(sys.argv[1])
own, router, other, goal = (("10.9.0.2", "10.9.0.1", "10.9.0.66", "192.0.2.7") if family == 4
                            else ("fe80::2", "fe80::1", "fe80::66", "2001:db8::7"))
# A redirect is about a packet that a socket has sent, which is still there.
kind = socket.AF_INET if family == 4 else socket.AF_INET6
probe = (f"import socket; s = socket.socket(socket.AF_INET{'' if family == 4 else '6'}, socket.SOCK_DGRAM); "
         f"s.bind(('{'10.9.0.2' if family == 4 else 'fd09::2'}', 4000)); s.connect(('{goal}', 4000)); s.send(b'x'); print(flush=True); input()")
talking = subprocess.Popen(["ip", "netns", "exec", "machine", "python3", "-c", probe], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
talking.stdout.readline()
source = "10.9.0.2" if family == 4 else "fd09::2"
pack = lambda text: ipaddress.ip_address(text).packed
udp = struct.pack("!HHHH", 4000, 4000, 9, 0) + b"x"
if family == 4:
    quoted = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, pack(source), pack(goal)) + udp
    body = struct.pack("!BBH4s", 5, 1, 0, pack(other)) + quoted
    body = body[:2] + struct.pack("!H", checksum(body)) + body[4:]
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(body), 1, 0, 255, 1, 0, pack(router), pack(source))
    packet = head[:10] + struct.pack("!H", checksum(head)) + head[12:] + body
else:
    # It quotes no packet: one of a socket that is bound to no device would be looked for in vain.
    body = struct.pack("!BBHI16s16s", 137, 0, 0, 0, pack(other), pack(goal))
    pseudo = pack(router) + pack(source) + struct.pack("!II", len(body), 58)
    body = body[:2] + struct.pack("!H", checksum(pseudo + body)) + body[4:]
    packet = struct.pack("!IHBB16s16s", 6 << 28, len(body), 58, 255, pack(router), pack(source)) + body
mac = run("ip", "netns", "exec", "machine", "cat", "/sys/class/net/eth0/address").strip()
sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sender.bind(("far", 0))
sender.send(bytes.fromhex(mac.replace(":", "")) + b"\2\0\0\0\0\1" + struct.pack("!H", 0x0800 if family == 4 else 0x86DD) + packet)
print(run("ip", "netns", "exec", "machine", "ip", "route", "get", goal, "from", source).split("via ")[1].split()[0])
talking.communicate(b"\n")
