import { GatewayPlan, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { entering } from "../private-side/unit";
import { ORDINARY_CALLS, RESTRICTED, unitFile } from "../unit";
import { closedDocument } from "./closed";
import { firewallDocument, privateFirewallDocument } from "./document";
import { printFirewall } from "./print";
import { CLOSED_RULES, firewallScript, PRIVATE_RULES, RULES, SCRIPT } from "./script";

/**
 * The firewall: a table of its own, and the unit that loads it before any network is up. A private side
 * that is a network namespace has one too.
 */
export function nftablesFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, namespace } = gateway;
  const documents = [
    { file: RULES, document: firewallDocument(gateway) },
    ...(namespace ? [{ file: PRIVATE_RULES, document: privateFirewallDocument(gateway) }] : []),
    { file: CLOSED_RULES, document: closedDocument(gateway) },
  ];
  return [
    ...documents.map(({ file, document }): GatewayFile => {
      return { path: file, mode: "0644", owner: "root", text: printFirewall(document) };
    }),
    { path: SCRIPT, mode: "0755", owner: "root", text: firewallScript(path, namespace) },
    unitFile("vpn-gateway-firewall.service", path, namespace ? onBothSides(namespace) : UNIT),
  ];
}

/** It loads rules, and opens or closes forwarding in /proc/sys/net. */
const ALONE = {
  CapabilityBoundingSet: "CAP_NET_ADMIN",
  RestrictAddressFamilies: "AF_NETLINK AF_UNIX",
  ...RESTRICTED,
  ...ORDINARY_CALLS,
};

/**
 * Debian's nftables.service flushes every table, ours too, whenever it starts or reloads, so this one
 * follows it. A stop ends forwarding, which would go on in clear text. After systemd-sysctl, since other
 * files of sysctl.d may set forwarding as well.
 */
const UNIT = {
  Unit: {
    Description: "Firewall of this VPN gateway",
    DefaultDependencies: "no",
    Wants: "network-pre.target",
    Before: "network-pre.target shutdown.target",
    After: "nftables.service systemd-sysctl.service",
    PartOf: "nftables.service",
    ReloadPropagatedFrom: "nftables.service",
    Conflicts: "shutdown.target",
  },
  Service: {
    Type: "oneshot",
    RemainAfterExit: "yes",
    ExecStart: `${SCRIPT} load`,
    ExecReload: `${SCRIPT} load`,
    ExecStop: `${SCRIPT} close`,
    ...ALONE,
  },
  Install: { WantedBy: "sysinit.target" },
};

/** The private side's namespace has to be there. `ip netns exec` enters it, and mounts a /sys of its own. */
function onBothSides(namespace: NamespacePlan) {
  const { Requires, After } = entering(namespace).Unit;
  const { Type, RemainAfterExit, ExecStart, ExecReload, ExecStop } = UNIT.Service;
  return {
    ...UNIT,
    Unit: { ...UNIT.Unit, Requires, After: `${UNIT.Unit.After} ${After}` },
    Service: {
      ...{ Type, RemainAfterExit, ExecStart, ExecReload, ExecStop },
      CapabilityBoundingSet: "CAP_NET_ADMIN CAP_SYS_ADMIN",
      ...RESTRICTED,
    },
  };
}
