import { Component } from "../footprint";
import { program, programPath } from "../program";
import { CONFINED, ORDINARY_CALLS, unitFile } from "../unit";
import { expected, printExpected } from "./document";

const SCRIPT = "/usr/local/sbin/vpn-gateway";
const TIMER = "vpn-gateway-status.timer";

/** Liveness: a command for people, and a timer that keeps its last word for machines. */
export const status: Component = (gateway) => {
  const { path, namespace, ospf, vrrp } = gateway;
  const layer = (name: string) => {
    const source = `layers/${name}.py`;
    return program(source, `${programPath(source)}.py`);
  };
  return {
    files: [
      program("vpn-gateway.py", SCRIPT),
      ...(ospf ? [layer("ospf")] : []),
      ...(vrrp ? [layer("vrrp")] : []),
      {
        path: "/etc/vpn-gateway/expected.jsonl",
        mode: "0644",
        owner: "root",
        text: printExpected(expected(gateway)),
      },
      unitFile("vpn-gateway-status.service", path, service(namespace !== undefined)),
      unitFile(TIMER, path, SCHEDULE),
    ],
    packages: ["iputils-ping", "python3"],
    actions: [{ stage: "health", unit: TIMER, restart: [] }],
  };
};

const SERVICE = {
  Unit: { Description: "Health of this VPN gateway, layer by layer" },
  // It only ever looks, and must not take the time that BFD keeps. What it found is no failure of its own.
  Service: {
    Type: "oneshot",
    ExecStart: `${SCRIPT} status --record`,
    SuccessExitStatus: "1 2",
    RuntimeDirectory: "vpn-gateway",
    RuntimeDirectoryPreserve: "yes",
    TimeoutStartSec: "60",
    Nice: "19",
    CPUSchedulingPolicy: "idle",
    ...CONFINED,
  },
};

/** `ping` has a capability; sockets and folders of FRR and of node_exporter are their users'. */
const LOOKS = {
  CapabilityBoundingSet: "CAP_NET_ADMIN CAP_NET_RAW CAP_DAC_OVERRIDE",
  RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6",
  ...ORDINARY_CALLS,
};

/** `ip netns exec` mounts a /sys of its own. */
const LOOKS_INSIDE = {
  CapabilityBoundingSet: `${LOOKS.CapabilityBoundingSet} CAP_SYS_ADMIN`,
  RestrictAddressFamilies: LOOKS.RestrictAddressFamilies,
};

function service(namespaced: boolean) {
  return {
    Unit: SERVICE.Unit,
    Service: { ...SERVICE.Service, ...(namespaced ? LOOKS_INSIDE : LOOKS) },
  };
}

const SCHEDULE = {
  Unit: { Description: "Looks at the health of this VPN gateway" },
  Timer: { OnActiveSec: "60", OnUnitActiveSec: "60", RandomizedDelaySec: "20" },
  Install: { WantedBy: "timers.target" },
};
