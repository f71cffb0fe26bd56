import { BgpPlan, RoutingSlice } from "../../plan/types";
import { GatewayFile } from "../file";
import { Component } from "../footprint";
import { entering } from "../isolation/unit";
import { BEHIND_FIREWALL, unitFile } from "../unit";
import { printDaemons } from "./daemons";
import { frrDocument } from "./document";
import { printFrr } from "./print";
import { ROUTING, routingFiles } from "./routing";

const UNIT = "frr.service";
const CONFIGURATION = "/etc/frr/frr.conf";
const DAEMONS = "/etc/frr/daemons";
const NAMESPACE = `${UNIT}.d/vpn-gateway-namespace.conf`;

/** A gateway without BGP needs no FRR. */
export const frr: Component<RoutingSlice> = (gateway) =>
  gateway.bgp && {
    files: filesOf(gateway, gateway.bgp),
    packages: ["frr", "frr-pythontools"],
    daemons: [UNIT],
    checks: [`sh %${ROUTING.program} prepare`, "vtysh -C -f"].map((command) => ({
      name: "frr.conf",
      command: `${command} %${CONFIGURATION}`,
    })),
    actions: [
      { stage: "routing", unit: UNIT, restart: [DAEMONS, `*/${NAMESPACE}`] },
      // By its own unit: a reload takes minutes where much is removed, and a slow start can lose lines.
      {
        stage: "routing",
        unit: ROUTING.unit,
        verify: `${ROUTING.program} check`,
        startedBy: UNIT,
      },
      { stage: "routing", unit: UNIT, running: true },
    ],
  };

function filesOf(gateway: RoutingSlice, bgp: BgpPlan): GatewayFile[] {
  const { path, namespace } = gateway;
  const file = { mode: "0640", owner: "frr" } as const;
  return [
    { ...file, path: DAEMONS, text: printDaemons(gateway) },
    { ...file, path: CONFIGURATION, text: printFrr(frrDocument(gateway, bgp)) },
    ...routingFiles(path),
    unitFile(`${UNIT}.d/vpn-gateway.conf`, path, ATTENDED),
    // A file of its own, since a change of this one alone needs a restart of FRR.
    ...(namespace ? [unitFile(NAMESPACE, path, entering(namespace))] : []),
  ];
}

/**
 * An unattended gateway: FRR is restarted however it ends (Debian gives up after three times in three minutes,
 * and Debian 12 after a clean exit), and does not run before the firewall. It has time for a slow start or reload,
 * and an operator's own `systemctl reload` does not replace watchfrr.
 */
const ATTENDED = {
  Unit: { After: BEHIND_FIREWALL.after, StartLimitIntervalSec: "0" },
  Service: {
    ExecStartPre: BEHIND_FIREWALL.check,
    Restart: "always",
    TimeoutStartSec: "15min",
    ExecReload: ["", "/usr/lib/frr/frr-reload.py --reload /etc/frr/frr.conf"],
  },
};
