import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { GatewayPlan, NetworkPlan, PolicyVpnPlan, TunnelPlan } from "../lib/plan/types";

/** What synthesis made of a stack, in plain words. */
export function describeStack(stack: string): string {
  const plan = JSON.parse(readFileSync(path.join(stack, "plan.json"), "utf8")) as NetworkPlan;
  return [
    "Gateways",
    ...plan.gateways.flatMap((gateway) => describeGateway(gateway, stack)),
    "",
    `Tunnels (${plan.tunnels.length}); layers from the outside in, each with its header and the largest packet it carries`,
    ...plan.tunnels.map(describeTunnel),
    ...(plan.policyVpns ?? []).map(describePolicies),
    "",
    "Files",
    `  ${path.join(stack, "cdk.tf.json")}   what terraform applies`,
    `  ${path.join(stack, "gateways/<name>/payload/files/")}   each gateway's files, as they are installed`,
    `  ${path.join(stack, "gateways/<name>/user-data")}   cloud-init user data, where it is used`,
    `  ${path.join(stack, "runbook.md")}   what every single failure does, and how long it may take`,
    `  ${path.join(stack, "plan.json")}   addresses, interfaces, sessions and MTUs`,
  ].join("\n");
}

function describeGateway(gateway: GatewayPlan, stack: string): string[] {
  const { name, uplinks, inside, bgp, tunnels } = gateway;
  const userData = path.join(stack, "gateways", name, "user-data");
  const segments = inside.map(({ device, addresses }) => `${device} ${addresses.join(" ")}`);
  const routing = bgp ? `AS ${bgp.asn}, ${bgp.sessions.length} BGP sessions` : "static routes";
  const delivery = existsSync(userData) ? "cloud-init" : "SSH";
  return [
    `  ${name}  ${uplinks.map(({ address }) => address).join(", ")}, inside ${segments.join(", ")}`,
    `     ${tunnels.length} tunnels, ${routing}; delivered by ${delivery}`,
  ];
}

function describePolicies(vpn: PolicyVpnPlan): string {
  const pairs = `${vpn.leftSelectors.join(", ")} === ${vpn.rightSelectors.join(", ")}`;
  return `${describeTunnel(vpn)}; policies ${pairs}, and so no ${vpn.cannotCarry.join(", ")}`;
}

function describeTunnel({ path: id, layers, mtu, mss4, mss6 }: TunnelPlan | PolicyVpnPlan): string {
  const stack = layers
    .map(({ protocol, headerBytes, mtu: most }) =>
      headerBytes > 0 ? `${protocol} ${headerBytes}/${most}` : `${protocol} ${most}`,
    )
    .join(" | ");
  return `  ${id}: ${stack}; MTU ${mtu}, TCP MSS ${mss4} (IPv4) ${mss6} (IPv6)`;
}
