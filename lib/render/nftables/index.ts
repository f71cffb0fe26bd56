import { FirewallSlice, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { Component } from "../footprint";
import { entering } from "../isolation/unit";
import { program, programPath } from "../program";
import { ORDINARY_CALLS, RESTRICTED, unitFile } from "../unit";
import { closedDocument } from "./closed";
import { firewallDocument, privateFirewallDocument } from "./document";
import { printFirewall } from "./print";

const FOLDER = "/etc/vpn-gateway";
const SOURCE = "firewall.sh";
const SCRIPT = programPath(SOURCE);
const UNIT = "vpn-gateway-firewall.service";

/**
 * The firewall: a table of its own, and the unit that loads it before any network is up. An inside
 * that is a network namespace has one too.
 */
export const nftables: Component<FirewallSlice> = (gateway) => {
  const { path, namespace } = gateway;
  const rules = [
    { name: "nftables.nft", document: firewallDocument(gateway) },
    ...(namespace
      ? [{ name: "private-nftables.nft", document: privateFirewallDocument(gateway) }]
      : []),
    { name: "closed-nftables.nft", document: closedDocument(gateway) },
  ];
  return {
    files: [
      ...rules.map(({ name, document }): GatewayFile => {
        return {
          path: `${FOLDER}/${name}`,
          mode: "0644",
          owner: "root",
          text: printFirewall(document),
        };
      }),
      program(SOURCE),
      unitFile(UNIT, path, namespace ? onBothSides(namespace) : SECTIONS),
    ],
    packages: ["nftables"],
    checks: rules.map(({ name }) => ({ name, command: `nft -c -f %${FOLDER}/${name}` })),
    actions: [
      // It begins forwarding once its ruleset is loaded. Not a restart: a stop ends forwarding.
      { stage: "firewall", unit: UNIT, reload: [`${FOLDER}/*nftables.nft`] },
    ],
  };
};

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
const SECTIONS = {
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

/** The inside's namespace has to be there. `ip netns exec` enters it, and mounts a /sys of its own. */
function onBothSides(namespace: NamespacePlan) {
  const { Requires, After } = entering(namespace).Unit;
  const { Type, RemainAfterExit, ExecStart, ExecReload, ExecStop } = SECTIONS.Service;
  return {
    ...SECTIONS,
    Unit: { ...SECTIONS.Unit, Requires, After: `${SECTIONS.Unit.After} ${After}` },
    Service: {
      ...{ Type, RemainAfterExit, ExecStart, ExecReload, ExecStop },
      CapabilityBoundingSet: "CAP_NET_ADMIN CAP_SYS_ADMIN",
      ...RESTRICTED,
    },
  };
}
