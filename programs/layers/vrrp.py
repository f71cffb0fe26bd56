"""The virtual router of the inside: a layer of "vpn-gateway status". Part of cdktf-routed-vpn."""
import ipaddress


def ask(machine):
    machine.keepalived = machine.run("systemctl", "is-active", "vpn-gateway-vrrp.service").strip()
    try:
        with open("/run/vpn-gateway/vrrp") as file:
            machine.virtual_router = file.read().strip()
    except OSError:
        machine.virtual_router = "unknown"


def faults(machine, link):
    """That the daemon runs and may have the addresses, and that they are active: here, or on a machine that answers."""
    if "vrrp" not in link:
        return
    if machine.keepalived != "active":
        yield "keepalived does not run"
    elif machine.virtual_router not in ("MASTER", "BACKUP"):
        yield f"keepalived is in state {machine.virtual_router}"
    name = link["name"]
    own = machine.addresses_of(name)
    for address in link["vrrp"]:
        if ipaddress.ip_address(address) not in own and (name, address) not in machine.round_trips:
            yield f"virtual address {address} is not active"
