import { PlatformName } from "../../model/gateway";
import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { printUnit } from "../unit";
import { ownedNics } from "./nics";
import { privateSysctlDocument, sysctlDocument } from "./document";
import { printSysctl } from "./print";
import { PRIVATE_SYSCTL } from "./private";

/** The kernel's settings, and what networkd must leave alone: routes of others, and NICs of ours. */
export function sysctlFiles(gateway: GatewayPlan): GatewayFile[] {
  const { path, platform, namespace } = gateway;
  const nics = ownedNics(gateway);
  const documents = [
    { file: "/etc/sysctl.d/90-vpn-gateway.conf", document: sysctlDocument(gateway) },
    ...(namespace ? [{ file: PRIVATE_SYSCTL, document: privateSysctlDocument(gateway) }] : []),
  ];
  return [
    ...documents.map(({ file, document }): GatewayFile => {
      return { path: file, mode: "0644", owner: "root", text: printSysctl(document) };
    }),
    {
      path: "/etc/systemd/networkd.conf.d/90-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printUnit({ path, sections: { Network: FOREIGN[platform] } }),
    },
    {
      // Before the files of the image, of netplan and of cloud-init: the first that matches holds.
      path: "/etc/systemd/network/00-vpn-gateway.network",
      mode: "0644",
      owner: "root",
      text: printUnit({ path, sections: { Match: { Name: nics }, Link: { Unmanaged: "yes" } } }),
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
