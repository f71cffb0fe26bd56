import { isIP } from "node:net";
import { management, stranger, transit } from "./fabric";
import { publicAddresses } from "./nat";
import type { ForwardingPath } from "./fault";
import { machinesOf, type LabFile } from "./schema";

/** What crossed the transit since it was built, counted where packets arrive. */
export interface Wire {
  /** ESP and UDP-encapsulated packets per ordered pair of gateways */
  encrypted: { from: string; to: string; packets: number }[];
  /** packets that are neither ESP, IKE, management, allowed breakout nor the underlay's own ICMP, by addresses and protocol */
  clear: { from: string; to: string; protocol: string; packets: number }[];
}

/** nft ruleset of the transit's counters. */
export function wireRules(lab: LabFile): string {
  const plain = (prefixes: string[]) => prefixes.map((one) => one.split("/")[0]);
  const underlay = [
    ...Object.values(machinesOf(lab)).flatMap((gateway) => [
      ...publicAddresses(gateway),
      ...(gateway.uplink.nat ? [gateway.uplink.nat.via] : gateway.uplink.via),
    ]),
    ...plain(management.addresses),
    ...management.via,
  ];
  const rules: string[] = [];
  const sets: string[] = [];
  for (const [version, family] of [
    [4, "ip"],
    [6, "ip6"],
  ] as const) {
    const addresses = underlay.filter((one) => isIP(one) === version).join(", ");
    const count = (set: string, more = "") =>
      `update @${set}${version} { ${family} saddr . ${family} daddr${more} }`;
    sets.push(
      `set esp${version} { typeof ${family} saddr . ${family} daddr; flags dynamic; counter; }`,
    );
    sets.push(
      `set clear${version} { typeof ${family} saddr . ${family} daddr . meta l4proto; flags dynamic; counter; }`,
    );
    rules.push(
      `meta l4proto esp ${count("esp")} accept`,
      `udp dport 4500 ${count("esp")} accept`,
      `udp dport 500 accept`,
      // Back to a port that a NAT has chosen.
      `udp sport 4500 ${count("esp")} accept`,
      `udp sport 500 accept`,
      `${family} daddr { ${plain(management.addresses).filter((one) => isIP(one) === version)} } accept`,
      // Answers to a scan, which judges them itself.
      `${family} daddr ${stranger[version]} accept`,
      `${family} saddr { ${addresses} } meta l4proto { icmp, icmpv6, igmp } accept`,
    );
    // With a source of the inside it would still be clear text that nobody allowed.
    const breakout = lab.breakout.filter((one) => isIP(one.split("/")[0]) === version);
    if (breakout.length > 0)
      rules.push(
        `${family} saddr { ${addresses} } ${family} daddr { ${breakout.join(", ")} } accept`,
      );
    // Neighbor discovery and multicast listeners of the links themselves.
    if (version === 6) rules.push("ip6 saddr { fe80::/10, :: } meta l4proto icmpv6 accept");
    rules.push(count("clear", " . meta l4proto"));
  }
  const chain = [
    "type filter hook prerouting priority raw;",
    'iifname { "mgmt", "lo" } accept',
    ...rules,
  ];
  return `table inet watch {\n${sets.join("\n")}\nchain arrivals {\n${chain.join("\n")}\n}\n}\n`;
}

export const readWire = `ip netns exec ${transit} nft -j list table inet watch`;

/** nft names protocols in JSON by number where its tree has no /etc/protocols. */
const protocols: Record<string, string> = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  47: "gre",
  58: "ipv6-icmp",
  89: "ospf",
};

interface SetElement {
  elem: { val: { concat: (string | number)[] }; counter: { packets: number } };
}

export function parseWire(json: string, lab: LabFile): Wire {
  const owner = new Map<string, string>();
  for (const [id, gateway] of Object.entries(machinesOf(lab)))
    for (const one of publicAddresses(gateway)) owner.set(one, id);
  const named = (address: string | number) => owner.get(String(address)) ?? String(address);
  const wire: Wire = { encrypted: [], clear: [] };
  for (const { set } of JSON.parse(json).nftables as {
    set?: { name: string; elem?: SetElement[] };
  }[])
    for (const { elem } of set?.elem ?? []) {
      const [from, to, protocol] = elem.val.concat;
      const { packets } = elem.counter;
      if (set!.name.startsWith("esp"))
        wire.encrypted.push({ from: named(from), to: named(to), packets });
      else
        wire.clear.push({
          from: named(from),
          to: named(to),
          protocol: protocols[protocol] ?? String(protocol),
          packets,
        });
    }
  return wire;
}

/** The tunnel out of one of these gateways whose count grew most between two readings: the one that forwards. */
export function busiest(
  before: Wire,
  after: Wire,
  gateways: string[],
): (ForwardingPath & { packets: number }) | undefined {
  const earlier = new Map(
    before.encrypted.map(({ from, to, packets }) => [`${from} ${to}`, packets]),
  );
  return after.encrypted
    .filter(({ from }) => gateways.includes(from))
    .map(({ from, to, packets }) => ({
      gateway: from,
      tunnelPeer: to,
      packets: packets - (earlier.get(`${from} ${to}`) ?? 0),
    }))
    .sort((one, other) => other.packets - one.packets)[0];
}

export function clearPackets({ clear }: Wire): number {
  return clear.reduce((sum, { packets }) => sum + packets, 0);
}

/** What crossed the transit, in words. */
export function describeWire({ encrypted, clear }: Wire): string[] {
  const esp = encrypted.map(({ from, to, packets }) => `${from}→${to} ${packets}`).join(", ");
  const lines = [`ESP packets seen on the transit: ${esp || "none"}`];
  if (clear.length === 0) lines.push("clear text seen on the transit: none");
  for (const { from, to, protocol, packets } of clear)
    lines.push(
      `CLEAR TEXT on the transit: ${packets} packets of ${protocol} from ${from} to ${to}`,
    );
  return lines;
}
