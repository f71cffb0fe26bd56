import { EVERYTHING, familyOf, parseIp } from "../../model/ip";
import { algorithms, espGroup, numbered } from "../sheets/algorithms";
import { Command, command, mode, printSet, Word } from "../sheets/commands";
import { EXTERNAL_INTERFACE, keyPlaceholder, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer, identityKind } from "../sheets/link";
import { Part } from "../sheets/markdown";
import { acceptName, hasLonger } from "../sheets/prefix-lists";
import { LinkSession, sessionsOf } from "../sheets/sessions";
import { Sheet } from "../sheets/sheet";
import { JUNIPER_SRX } from "./limits";

/** Commands for Junos on SRX: IKEv2, a unit of st0 for each VPN, BGP with BFD. */
function configuration(peer: ConfiguredPeer): PeerFile[] {
  const commands = [
    ...peer.links.flatMap((link) => linkCommands(peer, link)),
    ...tcpMss(peer),
    ...lastResorts(peer),
    ...bgp(peer),
  ];
  return [{ path: "junos.txt", text: printSet(sheetOf(peer), commands, '"') }];
}

/** What depends on zones that only the operator knows (Junos OS Security Policies User Guide; Security Zones). */
const ZONES: readonly Part[] = [
  { heading: 2, text: "Zones" },
  {
    paragraph: `Junos forwards between zones only what a security policy permits. Permit traffic between the zone vpn and the zone of your networks, in each direction in which connections begin. The zone of ${EXTERNAL_INTERFACE} needs host-inbound-traffic system-services ike.`,
  },
];

export const juniperSrx: Sheet = { configuration, notes: ZONES };

const { interfaceNumbers: UNITS } = JUNIPER_SRX;

function unit({ end }: ConfiguredLink): number {
  return (end.ipsec.id % UNITS) + 1;
}

function topInterface(link: ConfiguredLink): string {
  return link.end.gre ? `gr-0/0/0.${unit(link)}` : `st0.${unit(link)}`;
}

function linkCommands(peer: ConfiguredPeer, link: ConfiguredLink): Command[] {
  const { end } = link;
  const { gre } = end;
  return [
    mode(["security", "ike"], ...ike(peer, link)),
    mode(["security", "ipsec"], ...ipsec(link)),
    mode(
      ["interfaces", "st0", "unit", unit(link)],
      ...families(end.ipsec.addresses, end.ipsec.mtu),
    ),
    ...(gre
      ? [
          mode(
            ["interfaces", "gr-0/0/0", "unit", unit(link)],
            command("tunnel", "source", gre.local),
            command("tunnel", "destination", gre.remote),
            ...(gre.key === undefined ? [] : [command("tunnel", "key", gre.key)]),
            ...families(gre.addresses, gre.mtu),
          ),
        ]
      : []),
    ...zone(link),
    ...link.staticRoutes.map((prefix) => route(prefix, "next-hop", topInterface(link))),
  ];
}

function route(prefix: string, ...way: Word[]): Command {
  const table = familyOf(prefix) === 6 ? ["rib", "inet6.0"] : [];
  return command("routing-options", ...table, "static", "route", prefix, ...way);
}

/** Junos has one static route of a prefix: what has one into the tunnel cannot be discarded as well. */
function lastResorts({ protectedNetworks, links }: ConfiguredPeer): Command[] {
  const routed = new Set(links.flatMap(({ staticRoutes }) => staticRoutes));
  return protectedNetworks
    .filter((prefix) => !routed.has(prefix))
    .flatMap((prefix) => [route(prefix, "discard"), route(prefix, "preference", 254)]);
}

/** An interface in no zone passes nothing: under GRE both have one. */
function zone(link: ConfiguredLink): Command[] {
  const { gre } = link.end;
  const inZone = (unitName: string, ...inbound: Word[][]) =>
    mode(
      ["security", "zones", "security-zone", "vpn", "interfaces", unitName],
      ...inbound.map((words) => command("host-inbound-traffic", ...words)),
    );
  const ping = ["system-services", "ping"];
  return [
    ...(gre ? [inZone(`st0.${unit(link)}`, ping)] : []),
    inZone(
      topInterface(link),
      ping,
      ...(link.sessions.length > 0 ? [["protocols", "bgp"]] : []),
      ...(link.bfd ? [["protocols", "bfd"]] : []),
    ),
  ];
}

/**
 * SRX has one value for all families of all tunnels, so the smallest. With GRE in the VPN it is
 * `gre-in` and `gre-out` that see the TCP packet (Junos, security flow tcp-mss).
 */
function tcpMss({ links }: ConfiguredPeer): Command[] {
  if (links.length === 0) return [];
  const smallest = (some: readonly ConfiguredLink[]) =>
    Math.min(...some.map(({ end }) => smallestMss(end)));
  const withGre = links.filter(({ end }) => end.gre);
  const set = (where: string, some: readonly ConfiguredLink[]) =>
    command("security", "flow", "tcp-mss", where, "mss", smallest(some));
  return [
    set("ipsec-vpn", links),
    ...(withGre.length > 0 ? [set("gre-in", withGre), set("gre-out", withGre)] : []),
  ];
}

function smallestMss({ addresses, mss4, mss6 }: ConfiguredLink["end"]): number {
  return addresses.some((address) => familyOf(address) === 6) ? mss6 : mss4;
}

function families(addresses: readonly string[], mtu: number): Command[] {
  return addresses.map((address) => {
    const family = familyOf(address) === 6 ? "inet6" : "inet";
    return mode(["family", family], command("mtu", mtu), command("address", address));
  });
}

/** With GCM the PRF is that of the key's length, and not to be named. */
function ike({ address, family }: ConfiguredPeer, link: ConfiguredLink): Command[] {
  const { name } = link.gateway;
  const own = link.end.ipsec;
  const proposals = numbered(name, own.ikeProposals);
  return [
    ...proposals.map(({ id, text }) => {
      const { mode: cipher, bits, integrity, group } = algorithms(text, "ike");
      return mode(
        ["proposal", id],
        command("authentication-method", "pre-shared-keys"),
        command("dh-group", `group${group}`),
        command("encryption-algorithm", `aes-${bits}-${cipher}`),
        ...(integrity === undefined
          ? []
          : [command("authentication-algorithm", `sha-${integrity}`)]),
        ...(own.ikeRekeySeconds ? [command("lifetime-seconds", own.ikeRekeySeconds)] : []),
      );
    }),
    mode(
      ["policy", name],
      ...proposals.map(({ id }) => command("proposals", id)),
      command("pre-shared-key", "ascii-text", { late: keyPlaceholder(link) }),
    ),
    mode(
      ["gateway", name],
      command("ike-policy", name),
      command("address", own.remoteAddress),
      ...(own.localAddress === undefined ? [] : [command("local-address", own.localAddress)]),
      command("external-interface", EXTERNAL_INTERFACE),
      command("dead-peer-detection", "interval", Math.max(10, own.dpdDelaySeconds)),
      command("local-identity", ...identity(own.localId, family, address)),
      command("remote-identity", ...identity(own.remoteId, family, own.remoteAddress)),
      command("version", "v2-only"),
    ),
  ];
}

function identity(id: string, family: ConfiguredPeer["family"], address?: string): string[] {
  const ofAddress = (parseIp(id)?.family ?? family) === 6 ? "inet6" : "inet";
  const word = { address: ofAddress, mailbox: "user-at-hostname", "host name": "hostname" };
  return [word[identityKind(id, address)], id];
}

function ipsec(link: ConfiguredLink): Command[] {
  const { name } = link.gateway;
  const own = link.end.ipsec;
  const proposals = numbered(name, own.espProposals);
  const group = espGroup(own.espProposals);
  const selector = EVERYTHING[familyOf(own.addresses[0]!)];
  return [
    ...proposals.map(({ id, text }) => {
      const { mode: cipher, bits, integrity } = algorithms(text, "esp");
      return mode(
        ["proposal", id],
        command("protocol", "esp"),
        command("encryption-algorithm", `aes-${bits}-${cipher}`),
        ...(integrity === undefined ? [] : [command("authentication-algorithm", esp(integrity))]),
        ...(own.childRekeySeconds ? [command("lifetime-seconds", own.childRekeySeconds)] : []),
      );
    }),
    mode(
      ["policy", name],
      ...(group === undefined ? [] : [command("perfect-forward-secrecy", "keys", `group${group}`)]),
      ...proposals.map(({ id }) => command("proposals", id)),
    ),
    mode(
      ["vpn", name],
      command("bind-interface", `st0.${unit(link)}`),
      command("ike", "gateway", name),
      command("ike", "proxy-identity", "local", selector),
      command("ike", "proxy-identity", "remote", selector),
      command("ike", "ipsec-policy", name),
      command("establish-tunnels", link.end.initiator ? "immediately" : "responder-only"),
    ),
  ];
}

function esp(integrity: number): string {
  return integrity === 256 ? "hmac-sha-256-128" : `hmac-sha-${integrity}`;
}

function bgp(peer: ConfiguredPeer): Command[] {
  const sessions = sessionsOf(peer);
  if (sessions.length === 0) return [];
  return [
    command("routing-options", "router-id", peer.routerId),
    command("routing-options", "autonomous-system", peer.asn!),
    policy("own-networks", "own", peer.networks, () => "exact"),
    ...sessions.flatMap(importPolicy),
    ...sessions.map(neighbor),
  ];
}

function importPolicy(one: LinkSession): Command[] {
  const { announced } = one.session;
  if (!announced) return [];
  const matches = (prefix: string) => (hasLonger(prefix) ? "orlonger" : "exact");
  return [policy(acceptName(one), "announced", announced, matches)];
}

/** Accepts these and nothing else. A term without a condition would match every route. */
function policy(
  name: string,
  term: string,
  prefixes: readonly string[],
  matches: (prefix: string) => string,
): Command {
  return mode(
    ["policy-options", "policy-statement", name],
    ...prefixes.map((prefix) =>
      command("term", term, "from", "route-filter", prefix, matches(prefix)),
    ),
    ...(prefixes.length > 0 ? [command("term", term, "then", "accept")] : []),
    command("then", "reject"),
  );
}

function neighbor(one: LinkSession): Command {
  const { link, session } = one;
  const { bfd } = link;
  return mode(
    ["protocols", "bgp", "group", link.gateway.name, "neighbor", session.neighbor],
    command("local-address", session.localAddress),
    command("peer-as", session.remoteAsn),
    command("hold-time", session.timers.holdTimeSeconds),
    command("family", session.family === 6 ? "inet6" : "inet", "unicast"),
    ...(session.announced ? [command("import", acceptName(one))] : []),
    command("export", "own-networks"),
    ...(bfd
      ? [
          mode(
            ["bfd-liveness-detection"],
            command("transmit-interval", "minimum-interval", bfd.transmitIntervalMs),
            command("minimum-receive-interval", bfd.receiveIntervalMs),
            command("multiplier", bfd.detectMultiplier),
          ),
        ]
      : []),
  );
}
