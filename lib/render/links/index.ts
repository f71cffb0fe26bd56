import { PROFILES } from "../../model/platform";
import { LinksSlice, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { Component } from "../footprint";
import { programPath } from "../program";
import { CONFINED, ORDINARY_CALLS, RESTRICTED, unitFile } from "../unit";
import { entering } from "../isolation/unit";
import { linksDocuments } from "./document";
import { kernelParts, linkTypes } from "./kernel";
import { printLinks } from "./print";
import { LinksDocument } from "./types";

/**
 * Links, addresses and routes of the kernel: one script, and the unit that runs it at boot. A private
 * side that is a network namespace has a second of each.
 */
export const links: Component<LinksSlice> = (gateway) => {
  const documents = linksDocuments(gateway);
  const types = linkTypes(documents);
  const { vrfPackage } = PROFILES[gateway.platform];
  return {
    files: documents.flatMap(filesOf),
    packages: ["iproute2", ...(vrfPackage !== undefined && types.has("vrf") ? [vrfPackage] : [])],
    modules: kernelParts(types),
    actions: documents.map((document) => ({
      stage: "links",
      unit: unitName(document),
      restart: [],
    })),
  };
};

const nameOf = ({ namespace }: LinksDocument) => (namespace ? "private-links" : "links");
const unitName = (document: LinksDocument) => `vpn-gateway-${nameOf(document)}.service`;

function filesOf(document: LinksDocument): GatewayFile[] {
  const { path, namespace } = document;
  const script = programPath(nameOf(document));
  const unit = namespace ? privateUnit(namespace, script) : unitOf(script);
  return [
    { path: script, mode: "0755", owner: "root", text: printLinks(document) },
    unitFile(unitName(document), path, unit),
  ];
}

/**
 * After the services that configure NICs have started, before the daemons that use the links. Not after
 * network.target: Debian's frr.service comes before that. A NIC that appears late is waited for.
 */
const unitOf = (script: string) => ({
  Unit: {
    Description: "Links, addresses and routes of this VPN gateway",
    // A gateway that forwards nothing must not draw traffic: without a firewall it has no tunnels.
    Requires: "vpn-gateway-firewall.service",
    After:
      "network-pre.target vpn-gateway-firewall.service systemd-sysctl.service systemd-networkd.service networking.service NetworkManager.service",
    Before: "frr.service strongswan.service",
    StartLimitIntervalSec: "0",
  },
  Service: {
    Type: "oneshot",
    RemainAfterExit: "yes",
    ExecStart: script,
    Restart: "on-failure",
    RestartSec: "2",
    // The second one ends a DHCP client that runs as a user of its own.
    CapabilityBoundingSet: "CAP_NET_ADMIN CAP_KILL",
    RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6",
    ...CONFINED,
    ...ORDINARY_CALLS,
  },
  Install: { WantedBy: "multi-user.target" },
});

/** After the outside's, which gives back what the inside takes. */
function privateUnit(namespace: NamespacePlan, script: string) {
  const { Unit, Service, Install } = unitOf(script);
  const { Requires, After } = entering(namespace).Unit;
  const { Type, RemainAfterExit, Restart, RestartSec } = Service;
  return {
    Unit: {
      ...Unit,
      Description: "Links, addresses and routes of this VPN gateway's inside",
      Requires: `${Unit.Requires} ${Requires}`,
      After: `vpn-gateway-firewall.service ${After} vpn-gateway-links.service`,
    },
    // Not by systemd, whose service would see the links of the outside in /sys.
    Service: {
      ...{ Type, RemainAfterExit, Restart, RestartSec },
      ExecStart: `/usr/bin/ip netns exec ${namespace.name} ${script}`,
      // `ip netns exec` mounts a /sys of its own.
      CapabilityBoundingSet: "CAP_NET_ADMIN CAP_SYS_ADMIN CAP_KILL",
      ...RESTRICTED,
    },
    Install,
  };
}
