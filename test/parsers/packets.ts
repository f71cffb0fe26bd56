import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressOf, familyOf, isDefault } from "../../lib/model/ip";
import { GatewayPlan, UplinkPlan } from "../../lib/plan/types";
import { nftables } from "../../lib/render/nftables";
import { inTree } from "./tree";
import { filesOf } from "../fixtures/footprints";

/** A packet that arrives by one of a gateway's devices. */
export interface Probe {
  readonly device: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: "icmp" | "icmp6" | "tcp" | "udp" | "esp" | "gre" | "ospf" | "vrrp";
  readonly port?: number;
  readonly sport?: number;
  readonly ttl?: number;
  /** Of ICMP. */
  readonly type?: number;
  readonly code?: number;
  /** Where a redirect leads to. */
  readonly gateway?: string;
}

export interface Scan {
  readonly sent: number;
  readonly arrived: number;
  /** Such as `tcp/22`. */
  readonly open: readonly string[];
}

/** Sends packets through a gateway's own ruleset; what each left by, and "local" for the gateway itself. */
export function throughFirewall(
  tree: string,
  gateway: GatewayPlan,
  { probes, scans = [] }: { probes: readonly Probe[]; scans?: readonly Partial<Probe>[] },
): { probes: string[][]; scans: Scan[] } {
  const [rules] = filesOf(nftables, gateway).filter(({ path }) => path.endsWith("/nftables.nft"));
  const plan = {
    rules: rules!.text,
    devices: devicesOf(gateway),
    routes: routesOf(gateway),
    probes,
    scans,
    sentinel: sentinelOf(gateway),
  };
  const { status, output } = inTree(
    tree,
    [
      ...["packets.py", "checks.py"].map((name) => ({
        path: `/${name}`,
        text: readFileSync(join(__dirname, name), "utf8"),
      })),
      { path: "/plan.json", text: JSON.stringify(plan) },
    ],
    "python3 /packets.py < /plan.json",
  );
  if (status !== 0) throw new Error(output);
  return JSON.parse(output) as { probes: string[][]; scans: Scan[] };
}

/** The underlay too, with the gateway's public address. */
function devicesOf({ uplinks, inside, tunnels, pairLink }: GatewayPlan) {
  const [uplink] = uplinks as [UplinkPlan];
  const length = uplink.family === 4 ? 24 : 64;
  return Object.fromEntries([
    [
      uplink.device ?? "eth0",
      [`${uplink.localAddress ?? uplink.address}/${length}`, "2001:db8:1::2/64"],
    ],
    ...inside.map(({ device, addresses }) => [device, addresses]),
    ...(pairLink && !pairLink.shared ? [[pairLink.device, pairLink.addresses]] : []),
    ...tunnels.flatMap(({ ipsec, gre }) => [
      [ipsec.device, ipsec.addresses],
      ...(gre ? [[gre.device, gre.addresses]] : []),
    ]),
  ]) as Record<string, readonly string[]>;
}

/** To each site by the first tunnel that takes its packets as sources, and all else by the underlay. */
function routesOf({
  uplinks,
  traffic,
  protectedNetworks,
  tunnels,
}: GatewayPlan): [string, string][] {
  const routes = new Map<string, string>();
  for (const { device, ranges } of traffic.sources) {
    for (const range of ranges.filter((one) => one.includes("/") && !isDefault(one))) {
      if (!routes.has(range)) routes.set(range, device);
    }
  }
  for (const prefix of protectedNetworks) {
    if (!routes.has(prefix) && !isDefault(prefix)) routes.set(prefix, tunnels[0]!.device);
  }
  const underlayDevice = uplinks[0]!.device ?? "eth0";
  return [...routes, ["0.0.0.0/0", underlayDevice], ["::/0", underlayDevice]];
}

/** From the inside into a tunnel. */
function sentinelOf({ inside, protectedNetworks }: GatewayPlan): Probe {
  const ipv4 = (texts: readonly string[]) =>
    texts.find((one) => familyOf(one) === 4 && one.includes("/") && !isDefault(one))!;
  const host = (prefix: string) => addressOf(prefix).replace(/\d+$/, "99");
  return {
    device: inside[0]!.device,
    source: host(ipv4(inside[0]!.addresses)),
    destination: host(ipv4(protectedNetworks)),
    protocol: "udp",
  };
}
