import { PlatformName } from "../../model/gateway";
import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { printUnit } from "../unit";
import { sysctlDocument } from "./document";
import { printSysctl } from "./print";

/** The kernel's settings, and what networkd must leave alone. */
export function sysctlFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, platform } = gateway;
  return [
    {
      path: "/etc/sysctl.d/90-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printSysctl(sysctlDocument(gateway)),
    },
    {
      path: "/etc/systemd/networkd.conf.d/90-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printUnit({ path, sections: { Network: FOREIGN[platform] } }),
    },
  ];
}

/** Otherwise networkd, when it starts anew, removes FRR's routes. */
const ROUTES = { ManageForeignRoutes: "no", ManageForeignRoutingPolicyRules: "no" };

/** systemd 256 manages next-hop objects, FRR's too. */
const FOREIGN: Readonly<Record<PlatformName, Readonly<Record<string, string>>>> = {
  "debian-12": ROUTES,
  "debian-13": { ...ROUTES, ManageForeignNextHops: "no" },
  "ubuntu-24.04": ROUTES,
};
