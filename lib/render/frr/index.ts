import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { entering } from "../private-side/unit";
import { BEHIND_FIREWALL, unitFile } from "../unit";
import { printDaemons } from "./daemons";
import { frrDocument } from "./document";
import { printFrr } from "./print";
import { routingFiles } from "./routing";

/** FRR's files; a gateway without BGP needs no FRR. */
export function frrFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, namespace } = gateway;
  if (!gateway.bgp) return [];
  const file = { mode: "0640", owner: "frr" } as const;
  return [
    { ...file, path: "/etc/frr/daemons", text: printDaemons(gateway) },
    { ...file, path: "/etc/frr/frr.conf", text: printFrr(frrDocument(gateway, gateway.bgp)) },
    ...routingFiles(path),
    unitFile("frr.service.d/vpn-gateway.conf", path, ATTENDED),
    // A file of its own, since a change of this one alone needs a restart of FRR.
    ...(namespace
      ? [unitFile("frr.service.d/vpn-gateway-namespace.conf", path, entering(namespace))]
      : []),
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
