import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { unitFile } from "../unit";
import { linksDocument } from "./document";
import { printLinks } from "./print";

const SCRIPT = "/usr/local/lib/vpn-gateway/links";

/** Links, addresses and routes of the kernel: one script, and the unit that runs it at boot. */
export function linksFiles(gateway: GatewayPlan): GatewayFile[] {
  return [
    { path: SCRIPT, mode: "0755", owner: "root", text: printLinks(linksDocument(gateway)) },
    unitFile("vpn-gateway-links.service", gateway.path, UNIT),
  ];
}

/**
 * After whoever configures NICs has started, before the daemons that use the links. Not after
 * network.target: Debian's frr.service comes before that. A NIC that appears late is waited for.
 */
const UNIT = {
  Unit: {
    Description: "Links, addresses and routes of this VPN gateway",
    After:
      "network-pre.target systemd-sysctl.service systemd-networkd.service networking.service NetworkManager.service",
    Before: "frr.service strongswan.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    Type: "oneshot",
    RemainAfterExit: "yes",
    ExecStart: SCRIPT,
    Restart: "on-failure",
    RestartSec: "2",
  },
  Install: { WantedBy: "multi-user.target" },
};
