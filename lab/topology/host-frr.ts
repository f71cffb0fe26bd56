import { isIP } from "node:net";
import type { LabHost } from "./schema";

/** Configuration of each FRR daemon of a host: its way to the gateways, with the same liveness as theirs. */
export function hostFrr(name: string, { bgp, addresses, vxlan }: LabHost): Record<string, string> {
  if (!bgp) return {};
  const own = [...Object.values(addresses), vxlan?.addresses ?? []]
    .flat()
    .map((one) => one.split("/")[0]);
  const routerId = own.find((one) => isIP(one) === 4) ?? "192.0.2.254";
  const zebra = ["frr defaults traditional", `hostname ${name}`];
  const bfdd = [...zebra];
  const bgpd = [...zebra];
  if (bgp.bfd) {
    const { intervalMs, multiplier } = bgp.bfd;
    bfdd.push("bfd", " profile lab", `  detect-multiplier ${multiplier}`);
    bfdd.push(
      `  receive-interval ${intervalMs}`,
      `  transmit-interval ${intervalMs}`,
      " exit",
      "exit",
    );
  }
  bgpd.push(`router bgp ${bgp.asn}`, ` bgp router-id ${routerId}`);
  bgpd.push(" no bgp default ipv4-unicast", " no bgp ebgp-requires-policy");
  for (const neighbor of bgp.neighbors) {
    bgpd.push(` neighbor ${neighbor} remote-as ${bgp.remoteAsn ?? bgp.asn}`);
    bgpd.push(` neighbor ${neighbor} timers ${bgp.keepalive} ${bgp.hold}`);
    bgpd.push(` neighbor ${neighbor} timers connect 5`);
    if (bgp.bfd) bgpd.push(` neighbor ${neighbor} bfd`, ` neighbor ${neighbor} bfd profile lab`);
  }
  for (const version of [4, 6] as const) {
    const neighbors = bgp.neighbors.filter((one) => isIP(one) === version);
    if (neighbors.length === 0) continue;
    bgpd.push(` address-family ipv${version} unicast`);
    for (const network of bgp.networks)
      if (isIP(network.split("/")[0]) === version) bgpd.push(`  network ${network}`);
    for (const neighbor of neighbors) bgpd.push(`  neighbor ${neighbor} activate`);
    bgpd.push(`  maximum-paths ${bgp.maximumPaths}`, `  maximum-paths ibgp ${bgp.maximumPaths}`);
    bgpd.push(" exit-address-family");
  }
  bgpd.push("exit");
  const text = (lines: string[]) => lines.join("\n") + "\n";
  return { "zebra.conf": text(zebra), "bfdd.conf": text(bfdd), "bgpd.conf": text(bgpd) };
}
