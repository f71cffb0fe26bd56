import { HaSlice } from "../../plan/types";
import { Component } from "../footprint";
import { program, programPath } from "../program";
import { REAL_TIME } from "../real-time";
import { BEHIND_FIREWALL, CONFINED, ORDINARY_CALLS, unitFile } from "../unit";
import { keepalivedDocument } from "./document";
import { printKeepalived } from "./print";

const CONFIGURATION = "/etc/vpn-gateway/keepalived.conf";
const STATE = "vrrp-state.sh";
const UNIT = "vpn-gateway-vrrp.service";
const KEEPALIVED = `/usr/sbin/keepalived --vrrp --use-file=${CONFIGURATION}`;

/** The virtual router of the inside. */
export const keepalived: Component<HaSlice> = (gateway) => {
  const document = keepalivedDocument(gateway);
  if (!document) return undefined;
  const text = printKeepalived(document, programPath(STATE));
  return {
    files: [
      { path: CONFIGURATION, mode: "0644", owner: "root", text },
      program(STATE),
      unitFile(UNIT, gateway.path, SECTIONS),
    ],
    packages: ["keepalived"],
    checks: [
      { name: "keepalived.conf", command: `keepalived --config-test --use-file=%${CONFIGURATION}` },
    ],
    actions: [
      { stage: "virtual router", unit: UNIT, restart: [] },
      // A restart would hand the address to the partner.
      { stage: "virtual router", unit: UNIT, reload: [CONFIGURATION] },
    ],
  };
};

/**
 * The distribution's own unit stays idle for want of its /etc/keepalived/keepalived.conf. At its stop
 * keepalived informs the partner, which takes over at once (priority 0: RFC 9568, 6.4.3); so when FRR is
 * restarted, whose routes go for a while, hosts are sent there first.
 */
const SECTIONS = {
  Unit: {
    Description: "Virtual router of this VPN gateway's inside",
    Wants: "vpn-gateway-links.service",
    After: `${BEHIND_FIREWALL.after} vpn-gateway-links.service frr.service strongswan.service`,
    PartOf: "frr.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    ExecStartPre: BEHIND_FIREWALL.check,
    // A busy machine must not be taken for a dead one. keepalived's own setting for it has it killed for
    // 10 ms of work (RLIMIT_RTTIME). To systemd a dollar is two.
    ExecStart: `/bin/sh -c 'exec $${REAL_TIME} ${KEEPALIVED} --dont-fork --pid=/run/vpn-gateway-keepalived.pid --vrrp_pid=/run/vpn-gateway-vrrp.pid'`,
    ExecReload: [`${KEEPALIVED} --config-test`, "/bin/kill -HUP $MAINPID"],
    Restart: "always",
    RestartSec: "1",
    // The last two for the scripts that it runs, although as root.
    CapabilityBoundingSet:
      "CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BROADCAST CAP_SYS_NICE CAP_SETGID CAP_SETUID",
    RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6 AF_PACKET",
    ...CONFINED,
    ...ORDINARY_CALLS,
    // It runs in real time, see above.
    RestrictRealtime: "no",
  },
  // FRR takes it along when it stops, and brings it back.
  Install: { WantedBy: "multi-user.target frr.service" },
};
