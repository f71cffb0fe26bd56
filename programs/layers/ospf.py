"""OSPF with inner routers: a layer of "vpn-gateway status". Part of cdktf-routed-vpn."""

OSPF = {2: "show ip ospf{} neighbor json", 3: "show ipv6 ospf6{} neighbor json"}


def ask(machine):
    """By version, a vtysh for each: one that comes to a daemon that does not run ends there."""
    expected = machine.expected
    wanted = [one for link in expected["links"] for one in link.get("ospf", [])]
    gateways = {router for one in wanted for router in one["routers"]}
    machine.ospf, machine.inner_routers = {}, {}
    for version in {one["version"] for one in wanted}:
        said = machine.vtysh(OSPF[version].format(machine.in_vrf))
        found = adjacencies(said[0] if said and isinstance(said[0], dict) else {}, expected["vrf"])
        machine.ospf[version] = found
        machine.inner_routers[version] = {router for _, router in found} - gateways


def adjacencies(answer, vrf):
    """What ospfd and ospf6d say of their neighbors, each in its own form: (interface, router id) → state."""
    # Asked for a VRF, ospfd says its name first.
    neighbors = answer.get(vrf, answer).get("neighbors", [])
    if isinstance(neighbors, list):
        return {
            (one["interfaceName"], one["neighborId"]): f"{one['state']}/{one['ifState']}" for one in neighbors
        }
    return {
        (one["ifaceName"].split(":")[0], router): one["nbrState"]
        for router, found in neighbors.items() for one in found
    }


def faults(machine, link):
    for want in link.get("ospf", []):
        version = want["version"]
        name, found = f"OSPFv{version}", machine.ospf[version]
        here = {router: state for (device, router), state in found.items() if device == link["name"]}
        for router in want["routers"]:
            if router not in here:
                yield f"{name}: {router} is absent"
        for router, state in here.items():
            # Two that are neither DR nor BDR stay two-way (RFC 2328, 10.4).
            if not state.startswith("Full") and state not in ("2-Way/DROther", "Twoway/DROther"):
                yield f"{name}: {router} is {state}"
        if not machine.inner_routers[version]:
            yield f"{name}: there is no inner router"
