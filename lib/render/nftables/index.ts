import { GatewayPlan, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { entering } from "../private-side/unit";
import { unitFile } from "../unit";
import { firewallDocument, privateFirewallDocument } from "./document";
import { printFirewall } from "./print";

const RULES = "/etc/vpn-gateway/nftables.nft";
const PRIVATE_RULES = "/etc/vpn-gateway/private-nftables.nft";
const LOAD = `/usr/sbin/nft -f ${RULES}`;

/**
 * The firewall: a table of its own, and the unit that loads it before any network is up. A private side
 * that is a network namespace has one too.
 */
export function nftablesFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, namespace } = gateway;
  const documents = [
    { file: RULES, document: firewallDocument(gateway) },
    ...(namespace ? [{ file: PRIVATE_RULES, document: privateFirewallDocument(gateway) }] : []),
  ];
  return [
    ...documents.map(({ file, document }): GatewayFile => {
      return { path: file, mode: "0644", owner: "root", text: printFirewall(document) };
    }),
    unitFile("vpn-gateway-firewall.service", path, namespace ? onBothSides(namespace) : UNIT),
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

/** The private side first: nothing is forwarded there before. */
function onBothSides(namespace: NamespacePlan) {
  const { Requires, After } = entering(namespace).Unit;
  const load = [`/usr/bin/ip netns exec ${namespace.name} /usr/sbin/nft -f ${PRIVATE_RULES}`, LOAD];
  return {
    ...UNIT,
    Unit: { ...UNIT.Unit, Requires, After: `${UNIT.Unit.After} ${After}` },
    Service: { ...UNIT.Service, ExecStart: load, ExecReload: load },
  };
}
