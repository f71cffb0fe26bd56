import { isIP } from "node:net";
import { announcedPrefixes } from "./announce";
import { hostOspf } from "./host-ospf";
import type { LabHost } from "./schema";

/** Whether a host has daemons of FRR. */
export function routes({ bgp, ospf }: LabHost): boolean {
  return bgp !== undefined || ospf !== undefined;
}

/** Configuration of each FRR daemon of a host: its way to the gateways, with the same liveness as theirs. */
export function hostFrr(name: string, host: LabHost): Record<string, string> {
  if (!routes(host)) return {};
  const zebra = ["frr defaults traditional", `hostname ${name}`, "log syslog informational"];
  const files: Record<string, string[]> = {
    "zebra.conf": zebra,
    "bfdd.conf": [...zebra, ...bfdProfiles(host)],
    ...(host.bgp && { "bgpd.conf": [...zebra, ...bgpRouter(host, host.bgp)] }),
    ...(host.ospf && hostOspf(host, host.ospf, { head: zebra, routerId: routerIdOf(host) })),
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, lines]) => [file, lines.join("\n") + "\n"]),
  );
}

/** Unique among the routers of its site. */
function routerIdOf({ addresses, vxlan }: LabHost): string {
  const own = [...Object.values(addresses), vxlan?.addresses ?? []]
    .flat()
    .map((one) => one.split("/")[0]);
  return own.find((one) => isIP(one) === 4) ?? "192.0.2.254";
}

/** One for each protocol that uses BFD, named after it. */
function bfdProfiles({ bgp, ospf }: LabHost): string[] {
  const profiles = Object.entries({ bgp, ospf }).flatMap(([protocol, { bfd } = {}]) => {
    if (!bfd) return [];
    return [
      ` profile ${protocol}`,
      `  detect-multiplier ${bfd.multiplier}`,
      `  receive-interval ${bfd.intervalMs}`,
      `  transmit-interval ${bfd.intervalMs}`,
      // A kernel that does not forward sends no echo back; peers are told so (RFC 5880, 6.8.9).
      "  echo receive-interval disabled",
      " exit",
    ];
  });
  return profiles.length > 0 ? ["bfd", ...profiles, "exit"] : [];
}

function bgpRouter(host: LabHost, bgp: NonNullable<LabHost["bgp"]>): string[] {
  const bgpd = [`router bgp ${bgp.asn}`, ` bgp router-id ${routerIdOf(host)}`];
  bgpd.push(" bgp log-neighbor-changes");
  bgpd.push(" no bgp default ipv4-unicast", " no bgp ebgp-requires-policy");
  // What it announces in bulk has no routes, which zebra would take minutes to read.
  if (bgp.announce.length > 0) bgpd.push(" no bgp network import-check");
  for (const neighbor of bgp.neighbors) {
    bgpd.push(` neighbor ${neighbor} remote-as ${bgp.remoteAsn ?? bgp.asn}`);
    bgpd.push(` neighbor ${neighbor} timers ${bgp.keepalive} ${bgp.hold}`);
    bgpd.push(` neighbor ${neighbor} timers connect 5`);
    if (bgp.bfd) bgpd.push(` neighbor ${neighbor} bfd`, ` neighbor ${neighbor} bfd profile bgp`);
  }
  for (const version of [4, 6] as const) {
    const neighbors = bgp.neighbors.filter((one) => isIP(one) === version);
    if (neighbors.length === 0) continue;
    bgpd.push(` address-family ipv${version} unicast`);
    for (const network of [...bgp.networks, ...bgp.announce.flatMap(announcedPrefixes)])
      if (isIP(network.split("/")[0]) === version) bgpd.push(`  network ${network}`);
    for (const neighbor of neighbors) bgpd.push(`  neighbor ${neighbor} activate`);
    bgpd.push(`  maximum-paths ${bgp.maximumPaths}`, `  maximum-paths ibgp ${bgp.maximumPaths}`);
    bgpd.push(" exit-address-family");
  }
  return [...bgpd, "exit"];
}
