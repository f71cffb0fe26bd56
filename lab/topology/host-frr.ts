import { isIP } from "node:net";
import type { LabHost } from "./schema";

/** frr.conf of a host that speaks BGP: its way to the gateways, with the same liveness as theirs. */
export function hostFrr(name: string, { bgp, addresses, vxlan }: LabHost): string {
  if (!bgp) throw new Error(`host ${name} has no bgp`);
  const own = [...Object.values(addresses), vxlan?.addresses ?? []]
    .flat()
    .map((one) => one.split("/")[0]);
  const routerId = own.find((one) => isIP(one) === 4) ?? "192.0.2.254";
  const lines = ["frr defaults traditional", `hostname ${name}`];
  if (bgp.bfd) {
    const { intervalMs, multiplier } = bgp.bfd;
    const timers = [
      `detect-multiplier ${multiplier}`,
      `receive-interval ${intervalMs}`,
      `transmit-interval ${intervalMs}`,
    ];
    lines.push("bfd", " profile lab", ...timers.map((line) => `  ${line}`), " exit", "exit");
  }
  lines.push(
    `router bgp ${bgp.asn}`,
    ` bgp router-id ${routerId}`,
    " no bgp default ipv4-unicast",
    " no bgp ebgp-requires-policy",
  );
  for (const neighbor of bgp.neighbors) {
    lines.push(` neighbor ${neighbor} remote-as ${bgp.remoteAsn ?? bgp.asn}`);
    lines.push(
      ` neighbor ${neighbor} timers ${bgp.keepalive} ${bgp.hold}`,
      ` neighbor ${neighbor} timers connect 5`,
    );
    // The line with the profile alone would do; FRR prints both.
    if (bgp.bfd) lines.push(` neighbor ${neighbor} bfd`, ` neighbor ${neighbor} bfd profile lab`);
  }
  for (const version of [4, 6] as const) {
    const neighbors = bgp.neighbors.filter((one) => isIP(one) === version);
    if (neighbors.length === 0) continue;
    lines.push(` address-family ipv${version} unicast`);
    for (const network of bgp.networks)
      if (isIP(network.split("/")[0]) === version) lines.push(`  network ${network}`);
    for (const neighbor of neighbors) lines.push(`  neighbor ${neighbor} activate`);
    lines.push(
      `  maximum-paths ${bgp.maximumPaths}`,
      `  maximum-paths ibgp ${bgp.maximumPaths}`,
      " exit-address-family",
    );
  }
  lines.push("exit");
  return lines.join("\n") + "\n";
}
