import { GatewayPlan, NamespacePlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { entering } from "../private-side/unit";
import { unitFile } from "../unit";
import { printDaemons } from "./daemons";
import { frrDocument } from "./document";
import { printFrr } from "./print";

/** FRR's files; a gateway without BGP needs no FRR. */
export function frrFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, namespace } = gateway;
  if (!gateway.bgp) return [];
  const file = { mode: "0640", owner: "frr" } as const;
  return [
    { ...file, path: "/etc/frr/daemons", text: printDaemons(gateway) },
    { ...file, path: "/etc/frr/frr.conf", text: printFrr(frrDocument(gateway, gateway.bgp)) },
    unitFile("frr.service.d/vpn-gateway.conf", path, dropIn(namespace)),
  ];
}

/** Debian gives FRR up for good when it has died thrice in three minutes: a gateway that nobody is beside. */
function dropIn(namespace: NamespacePlan | undefined) {
  const unit = namespace && entering(namespace);
  return { ...unit, Unit: { ...unit?.Unit, StartLimitIntervalSec: "0" } };
}
