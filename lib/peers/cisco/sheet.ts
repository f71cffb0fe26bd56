import { cidr, familyOf } from "../../model/ip";
import { ofFamily } from "../../plan/sessions";
import { algorithms, espGroup, numbered } from "../sheets/algorithms";
import { Command, command, mode, printIndented, Word } from "../sheets/commands";
import { EXTERNAL_INTERFACE, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer, maxSegments } from "../sheets/link";
import { acceptLists, acceptName, ownList, ownName, PrefixList } from "../sheets/prefix-lists";
import { LinkSession, sessionsOf, spokenFamilies } from "../sheets/sessions";
import { Sheet } from "../sheets/sheet";
import { ike, ikePolicy } from "./ike";
import { CISCO_IOS_XE } from "./limits";

export const ciscoIosXe: Sheet = { configuration };

/** Commands for IOS XE: IKEv2 (ike.ts), a static VTI for each VPN, BGP with BFD. */
function configuration(peer: ConfiguredPeer): PeerFile[] {
  const commands = [
    ...peer.protectedNetworks.map((prefix) => route(prefix, "Null0", 254)),
    ...ikePolicy(peer),
    ...peer.links.flatMap((link) => linkCommands(peer, link)),
    ...bgp(peer),
  ];
  return [{ path: "ios-xe.txt", text: printIndented(sheetOf(peer), commands) }];
}

function linkCommands(peer: ConfiguredPeer, link: ConfiguredLink): Command[] {
  return [
    ...ike(peer, link),
    ...ipsec(link),
    ...tunnels(peer, link),
    ...link.staticRoutes.map((prefix) => route(prefix, topTunnel(link))),
  ];
}

function ipsec({ end, gateway: { name } }: ConfiguredLink): Command[] {
  const sets = numbered(name, end.ipsec.espProposals);
  const group = espGroup(end.ipsec.espProposals);
  return [
    ...sets.map(({ id, text }) =>
      mode(
        ["crypto", "ipsec", "transform-set", id, ...transforms(text)],
        command("mode", "tunnel"),
      ),
    ),
    mode(
      ["crypto", "ipsec", "profile", name],
      ...(end.ipsec.childRekeySeconds
        ? [
            command(
              "set",
              "security-association",
              "lifetime",
              "seconds",
              end.ipsec.childRekeySeconds,
            ),
          ]
        : []),
      command("set", "transform-set", ...sets.map(({ id }) => id)),
      ...(group === undefined ? [] : [command("set", "pfs", `group${group}`)]),
      command("set", "ikev2-profile", name),
    ),
  ];
}

function transforms(text: string): string[] {
  const { mode: cipher, bits, integrity } = algorithms(text, "esp");
  if (cipher === "gcm") return ["esp-gcm", String(bits)];
  return ["esp-aes", String(bits), `esp-sha${integrity}-hmac`];
}

const { interfaceNumbers: NUMBERS } = CISCO_IOS_XE;

const IP = { 4: "ip", 6: "ipv6" } as const;

function tunnelNumber({ end }: ConfiguredLink): number {
  return end.ipsec.id % NUMBERS;
}

function topTunnel(link: ConfiguredLink): string {
  const number = tunnelNumber(link);
  return `Tunnel${link.end.gre ? (number + 1) % NUMBERS : number}`;
}

function tunnels({ family: outer }: ConfiguredPeer, link: ConfiguredLink): Command[] {
  const { ipsec: own, gre } = link.end;
  const families = own.addresses.map(familyOf);
  const vti = mode(
    ["interface", `Tunnel${tunnelNumber(link)}`],
    ...addresses(own.addresses, own.mtu),
    ...(gre ? [] : top(link)),
    command("tunnel", "source", own.localAddress ?? EXTERNAL_INTERFACE),
    command("tunnel", "mode", "ipsec", ...tunnelMode(outer, families)),
    command("tunnel", "destination", own.remoteAddress),
    command("tunnel", "protection", "ipsec", "profile", link.gateway.name),
  );
  if (!gre) return [vti];
  return [
    vti,
    mode(
      ["interface", topTunnel(link)],
      ...addresses(gre.addresses, gre.mtu),
      ...top(link),
      ...(gre.key === undefined ? [] : [command("tunnel", "key", gre.key)]),
      command("tunnel", "source", gre.local),
      command("tunnel", "mode", "gre", IP[gre.family]),
      command("tunnel", "destination", gre.remote),
    ),
  ];
}

function tunnelMode(
  outer: ConfiguredPeer["family"],
  inner: readonly ConfiguredPeer["family"][],
): string[] {
  if (inner.length > 1) return ["dual-overlay"];
  if (inner[0] === outer) return [`ipv${outer}`];
  return [`ipv${outer}`, `v${inner[0]}-overlay`];
}

function addresses(all: readonly string[], mtu: number): Command[] {
  return all.flatMap((address) => {
    if (familyOf(address) === 6)
      return [command("ipv6", "address", address), command("ipv6", "mtu", mtu)];
    const [plain] = address.split("/");
    return [
      command("ip", "address", plain!, mask(cidr(address).length)),
      command("ip", "mtu", mtu),
    ];
  });
}

function mask(length: number): string {
  const bits = (2 ** 32 - 2 ** (32 - length)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}

function top(link: ConfiguredLink): Command[] {
  const { bfd } = link;
  return [
    ...maxSegments(link).map(({ family, mss }) => command(IP[family], "tcp", "adjust-mss", mss)),
    ...(bfd
      ? [
          command(
            ...["bfd", "interval", bfd.transmitIntervalMs, "min_rx", bfd.receiveIntervalMs],
            ...["multiplier", bfd.detectMultiplier],
          ),
        ]
      : []),
  ];
}

function route(prefix: string, ...way: Word[]): Command {
  if (familyOf(prefix) === 6) return command("ipv6", "route", prefix, ...way);
  const [network] = prefix.split("/");
  return command("ip", "route", network!, mask(cidr(prefix).length), ...way);
}

function bgp(peer: ConfiguredPeer): Command[] {
  const sessions = sessionsOf(peer);
  if (sessions.length === 0) return [];
  const families = spokenFamilies(sessions);
  return [
    ...acceptLists(sessions).flatMap(prefixList),
    ...families.flatMap((family) => prefixList(ownList(peer, family))),
    mode(
      ["router", "bgp", peer.asn!],
      command("bgp", "router-id", peer.routerId),
      command("no", "bgp", "default", "ipv4-unicast"),
      ...sessions.flatMap(neighbor),
      ...families.map((family) =>
        mode(
          ["address-family", `ipv${family}`],
          ...ofFamily(peer.networks, family).map(network),
          ...sessions
            .filter(({ session }) => session.family === family)
            .flatMap((one) => [
              command("neighbor", one.session.neighbor, "activate"),
              filter(one, ownName(family), "out"),
              ...(one.session.announced ? [filter(one, acceptName(one), "in")] : []),
            ]),
        ),
      ),
    ),
  ];
}

function neighbor({ link: { bfd }, session }: LinkSession): Command[] {
  const { neighbor: far, remoteAsn, timers, ttlSecurity } = session;
  return [
    command("neighbor", far, "remote-as", remoteAsn),
    command("neighbor", far, "timers", timers.keepaliveSeconds, timers.holdTimeSeconds),
    ...(bfd ? [command("neighbor", far, "fall-over", "bfd")] : []),
    ...(ttlSecurity ? [command("neighbor", far, "ttl-security", "hops", 1)] : []),
  ];
}

function network(prefix: string): Command {
  const [plain] = prefix.split("/");
  if (familyOf(prefix) === 6) return command("network", prefix);
  return command("network", plain!, "mask", mask(cidr(prefix).length));
}

function filter(
  { session: { neighbor } }: LinkSession,
  list: string,
  direction: "in" | "out",
): Command {
  return command("neighbor", neighbor, "prefix-list", list, direction);
}

function prefixList({ name, family, entries }: PrefixList): Command[] {
  return entries.map(({ action, prefix, upTo }, at) => {
    const longer = upTo === undefined ? [] : ["le", upTo];
    const number = 5 * (at + 1);
    return command(IP[family], "prefix-list", name, "seq", number, action, prefix, ...longer);
  });
}
