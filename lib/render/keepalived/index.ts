import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { unitFile } from "../unit";
import { keepalivedDocument } from "./document";
import { printKeepalived } from "./print";

const CONFIGURATION = "/etc/vpn-gateway/keepalived.conf";
const KEEPALIVED = `/usr/sbin/keepalived --vrrp --use-file=${CONFIGURATION}`;

/** The virtual router of the inside. */
export function keepalivedFiles(gateway: GatewayPlan): GatewayFile[] {
  const document = keepalivedDocument(gateway);
  if (!document) return [];
  return [
    { path: CONFIGURATION, mode: "0644", owner: "root", text: printKeepalived(document) },
    unitFile("vpn-gateway-vrrp.service", gateway.path, UNIT),
  ];
}

/**
 * The distribution's own unit stays idle for want of its /etc/keepalived/keepalived.conf. At its stop
 * keepalived tells the partner, which takes over at once (priority 0: RFC 9568, 6.4.3).
 */
const UNIT = {
  Unit: {
    Description: "Virtual router of this VPN gateway's inside",
    Wants: "vpn-gateway-links.service",
    After: "vpn-gateway-links.service frr.service strongswan.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    ExecStart: `${KEEPALIVED} --dont-fork --log-console --pid=/run/vpn-gateway-keepalived.pid --vrrp_pid=/run/vpn-gateway-vrrp.pid`,
    ExecReload: [`${KEEPALIVED} --config-test`, "/bin/kill -HUP $MAINPID"],
    Restart: "always",
    RestartSec: "1",
    // A busy machine must not be taken for a dead one.
    CPUSchedulingPolicy: "rr",
    CPUSchedulingPriority: "1",
    CapabilityBoundingSet: "CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BROADCAST CAP_SYS_NICE",
    NoNewPrivileges: "yes",
    ProtectHome: "yes",
    ProtectSystem: "full",
    PrivateTmp: "yes",
  },
  Install: { WantedBy: "multi-user.target" },
};
