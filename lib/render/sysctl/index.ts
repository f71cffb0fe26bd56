import { PROFILES } from "../../model/platform";
import { KernelSlice } from "../../plan/types";
import { GatewayFile } from "../file";
import { Component } from "../footprint";
import { printUnit } from "../unit";
import { ownedNics } from "./nics";
import { knownToKernel, privateSysctlDocument, sysctlDocument } from "./document";
import { printSysctl } from "./print";
import { INSIDE_SYSCTL } from "./inside";

const SYSCTL = "/etc/sysctl.d/90-vpn-gateway.conf";

/** The kernel's settings, and what networkd must leave alone: routes of others, and NICs of ours. */
export const sysctl: Component<KernelSlice> = (gateway) => {
  const { path, platform, namespace } = gateway;
  const nics = ownedNics(gateway);
  const documents = [
    { file: SYSCTL, document: sysctlDocument(gateway) },
    ...(namespace ? [{ file: INSIDE_SYSCTL, document: privateSysctlDocument(gateway) }] : []),
  ];
  const files: GatewayFile[] = [
    ...documents.map(({ file, document }): GatewayFile => {
      return { path: file, mode: "0644", owner: "root", text: printSysctl(document) };
    }),
    {
      path: "/etc/systemd/networkd.conf.d/90-vpn-gateway.conf",
      mode: "0644",
      owner: "root",
      text: printUnit({
        path,
        sections: { Network: foreign(PROFILES[platform].networkdNextHops) },
      }),
    },
    {
      // Before the files of the image, of netplan and of cloud-init: the first that matches holds.
      path: "/etc/systemd/network/00-vpn-gateway.network",
      mode: "0644",
      owner: "root",
      text: printUnit({ path, sections: { Match: { Name: nics }, Link: { Unmanaged: "yes" } } }),
    },
  ];
  return {
    files,
    packages: ["procps"],
    checks: (gateway.additions?.addKernelSetting ?? [])
      .filter(({ key }) => knownToKernel(key))
      .map(({ key }) => ({ name: key, command: `sysctl -n ${key}` })),
    actions: [
      {
        stage: "kernel settings",
        unit: "sysctl",
        run: `sysctl -q -p ${SYSCTL}`,
        after: ["/etc/sysctl.d/*"],
      },
      // Only a start reads its settings; a restart leaves the links and their addresses alone.
      {
        stage: "NICs",
        unit: "systemd-networkd.service",
        refresh: ["/etc/systemd/network*"],
      },
    ],
  };
};

/** Otherwise networkd, when it starts anew, removes FRR's routes. */
function foreign(nextHops: boolean) {
  const routes = { ManageForeignRoutes: "no", ManageForeignRoutingPolicyRules: "no" };
  return { ...routes, ...(nextHops && { ManageForeignNextHops: "no" }) };
}
