import { cidr, EVERYTHING, FAMILIES, Family, familyOf, WIDTH } from "../../model/ip";
import { PeerSession } from "../../plan/peers/types";
import { ofFamily } from "../../plan/sessions";
import { algorithms } from "../sheets/algorithms";
import { Command, command, mode, printIndented, Word } from "../sheets/commands";
import { EXTERNAL_INTERFACE, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { hasLonger } from "../sheets/prefixes";
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
  const sets = end.ipsec.espProposals.map((text, at) => ({ id: `${name}-${at + 1}`, text }));
  const group = sets.map(({ text }) => algorithms(text, "esp").group).find(Boolean);
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

function tunnelNumber({ end }: ConfiguredLink): number {
  return end.ipsec.id % NUMBERS;
}

function topTunnel(link: ConfiguredLink): string {
  const number = tunnelNumber(link);
  return `Tunnel${link.end.gre ? (number + 1) % NUMBERS : number}`;
}

function tunnels({ family: outer }: ConfiguredPeer, link: ConfiguredLink): Command[] {
  const { ipsec: own, gre, mss4, mss6 } = link.end;
  const families = own.addresses.map(familyOf);
  const vti = mode(
    ["interface", `Tunnel${tunnelNumber(link)}`],
    ...addresses(own.addresses, own.mtu),
    ...(gre ? [] : top(link, mss4, mss6)),
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
      ...top(link, mss4, mss6),
      ...(gre.key === undefined ? [] : [command("tunnel", "key", gre.key)]),
      command("tunnel", "source", gre.local),
      command("tunnel", "mode", "gre", gre.family === 6 ? "ipv6" : "ip"),
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

function top({ end, bfd }: ConfiguredLink, mss4: number, mss6: number): Command[] {
  const families = end.addresses.map(familyOf);
  return [
    ...(families.includes(4) ? [command("ip", "tcp", "adjust-mss", mss4)] : []),
    ...(families.includes(6) ? [command("ipv6", "tcp", "adjust-mss", mss6)] : []),
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
  const sessions = peer.links.flatMap((link) =>
    link.sessions.map((session) => ({ link, session })),
  );
  if (sessions.length === 0) return [];
  const families = FAMILIES.filter((family) =>
    sessions.some(({ session }) => session.family === family),
  );
  return [
    ...sessions.flatMap(({ link, session }) => acceptList(link, session)),
    ...families.flatMap((family) => ownNetworks(peer, family)),
    mode(
      ["router", "bgp", peer.asn!],
      command("bgp", "router-id", peer.routerId),
      command("no", "bgp", "default", "ipv4-unicast"),
      ...sessions.flatMap(({ link, session }) => neighbor(link, session)),
      ...families.map((family) =>
        mode(
          ["address-family", `ipv${family}`],
          ...peer.networks.filter((prefix) => familyOf(prefix) === family).map(network),
          ...sessions
            .filter(({ session }) => session.family === family)
            .flatMap(({ link, session }) => [
              command("neighbor", session.neighbor, "activate"),
              filter(session, ownListName(family), "out"),
              ...(session.announced ? [filter(session, listName(link, session), "in")] : []),
            ]),
        ),
      ),
    ),
  ];
}

function neighbor(
  { bfd }: ConfiguredLink,
  { neighbor: far, remoteAsn, timers, ttlSecurity }: PeerSession,
): Command[] {
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

function listName({ gateway }: ConfiguredLink, { family }: PeerSession): string {
  return `from-${gateway.name}-ipv${family}`;
}

function ownListName(family: Family): string {
  return `own-networks-ipv${family}`;
}

function filter({ neighbor }: PeerSession, list: string, direction: "in" | "out"): Command {
  return command("neighbor", neighbor, "prefix-list", list, direction);
}

/** What we announce and what lies within. */
function acceptList(link: ConfiguredLink, session: PeerSession): Command[] {
  const { announced, family } = session;
  if (!announced) return [];
  return prefixList(listName(link, session), family, announced, (prefix) =>
    hasLonger(prefix) ? ["le", WIDTH[family]] : [],
  );
}

/** The peer passes nothing on that it has learned from another of our gateways. */
function ownNetworks({ networks }: ConfiguredPeer, family: Family): Command[] {
  return prefixList(ownListName(family), family, ofFamily(networks, family), () => []);
}

/** IOS takes a list that does not exist for one that permits all: one with nothing in it denies all. */
function prefixList(
  name: string,
  family: Family,
  prefixes: readonly string[],
  more: (prefix: string) => Word[],
): Command[] {
  const entry = (at: number, ...words: Word[]) =>
    command(family === 4 ? "ip" : "ipv6", "prefix-list", name, "seq", 5 * (at + 1), ...words);
  if (prefixes.length === 0) {
    return [entry(0, "deny", EVERYTHING[family], "le", WIDTH[family])];
  }
  return prefixes.map((prefix, at) => entry(at, "permit", prefix, ...more(prefix)));
}
