import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { unitFile } from "../unit";
import { firewallDocument } from "./document";
import { printFirewall } from "./print";

const RULES = "/etc/vpn-gateway/nftables.nft";
const LOAD = `/usr/sbin/nft -f ${RULES}`;

/** The firewall: a table of its own, and the unit that loads it before any network is up. */
export function nftablesFiles(gateway: GatewayPlan): GatewayFile[] {
  return [
    { path: RULES, mode: "0644", owner: "root", text: printFirewall(firewallDocument(gateway)) },
    unitFile("vpn-gateway-firewall.service", gateway.path, UNIT),
  ];
}

/**
 * Debian's nftables.service flushes every table, ours too, whenever it starts or reloads, so this one
 * follows it. It has no stop: a gateway whose firewall is stopped would forward in clear text.
 */
const UNIT = {
  Unit: {
    Description: "Firewall of this VPN gateway",
    DefaultDependencies: "no",
    Wants: "network-pre.target",
    Before: "network-pre.target shutdown.target",
    After: "nftables.service",
    PartOf: "nftables.service",
    ReloadPropagatedFrom: "nftables.service",
    Conflicts: "shutdown.target",
  },
  Service: { Type: "oneshot", RemainAfterExit: "yes", ExecStart: LOAD, ExecReload: LOAD },
  Install: { WantedBy: "sysinit.target" },
};
