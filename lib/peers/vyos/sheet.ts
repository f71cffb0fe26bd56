import { familyOf } from "../../model/ip";
import { Algorithms, algorithms, espGroup } from "../sheets/algorithms";
import { Command, command, mode, printSet, Word } from "../sheets/commands";
import { acceptLists, acceptName, ownList, ownName, PrefixList } from "../sheets/prefix-lists";
import { bfdProfiles, LinkSession, sessionsOf } from "../sheets/sessions";
import { keyPlaceholder, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer, maxSegments } from "../sheets/link";
import { Sheet } from "../sheets/sheet";

export const vyos: Sheet = { configuration };

/** Commands for VyOS 1.4: IKEv2, a VTI for each VPN, BGP with BFD. */
function configuration(peer: ConfiguredPeer): PeerFile[] {
  const commands = [
    ...peer.protectedNetworks.map((prefix) => route(prefix, "blackhole", "distance", 254)),
    // With selectors of 0.0.0.0/0 charon would install a default route in its table 220, which is read
    // before the main table. The option has this name in VyOS 1.3 to 1.5 (interface definition vpn_ipsec).
    command("vpn", "ipsec", "options", "disable-route-autoinstall"),
    ...peer.links.flatMap(linkCommands),
    ...bgp(peer),
  ];
  return [{ path: "vyos.txt", text: printSet(sheetOf(peer), commands, "'") }];
}

/** VyOS makes the if_id of N + 1, which has 32 bits too. */
const INTERFACE_NUMBERS = 2 ** 32 - 1;

function interfaceNumber({ end }: ConfiguredLink): number {
  return end.ipsec.id % INTERFACE_NUMBERS;
}

function vti(link: ConfiguredLink): string {
  return `vti${interfaceNumber(link)}`;
}

/** GRE over a VTI is a tunnel interface of its own. */
function topInterface(link: ConfiguredLink): string {
  return link.end.gre ? `tun${interfaceNumber(link)}` : vti(link);
}

function linkCommands(link: ConfiguredLink): Command[] {
  const { end } = link;
  const { gre } = end;
  return [
    mode(["vpn", "ipsec"], ...ipsec(link)),
    mode(
      ["interfaces", "vti", vti(link)],
      ...end.ipsec.addresses.map((address) => command("address", address)),
      command("mtu", end.ipsec.mtu),
      ...(gre ? [] : mssCommands(link)),
    ),
    ...(gre
      ? [
          mode(
            ["interfaces", "tunnel", topInterface(link)],
            command("encapsulation", gre.family === 6 ? "ip6gre" : "gre"),
            command("source-address", gre.local),
            command("remote", gre.remote),
            // The key is below "ip" for both families.
            ...(gre.key === undefined ? [] : [command("parameters", "ip", "key", gre.key)]),
            // The tunnel's MTU has no room for this option, which Linux adds by default.
            ...(gre.family === 6 ? [command("parameters", "ipv6", "encaplimit", "none")] : []),
            ...gre.addresses.map((address) => command("address", address)),
            command("mtu", gre.mtu),
            ...mssCommands(link),
          ),
        ]
      : []),
    ...link.staticRoutes.map((prefix) => route(prefix, "interface", topInterface(link))),
  ];
}

function route(prefix: string, ...way: Word[]): Command {
  return command(
    "protocols",
    "static",
    familyOf(prefix) === 6 ? "route6" : "route",
    prefix,
    ...way,
  );
}

function mssCommands(link: ConfiguredLink): Command[] {
  return maxSegments(link).map(({ family, mss }) =>
    command(family === 4 ? "ip" : "ipv6", "adjust-mss", mss),
  );
}

function ipsec(link: ConfiguredLink): Command[] {
  const { ipsec: own, initiator } = link.end;
  const { name } = link.gateway;
  const group = espGroup(own.espProposals);
  return [
    mode(
      ["ike-group", name],
      command("key-exchange", "ikev2"),
      command("disable-mobike"),
      ...(own.ikeRekeySeconds ? [command("lifetime", own.ikeRekeySeconds)] : []),
      command("dead-peer-detection", "action", "clear"),
      command("dead-peer-detection", "interval", own.dpdDelaySeconds),
      ...own.ikeProposals.map((text, at) => proposal(at, algorithms(text, "ike"))),
    ),
    mode(
      ["esp-group", name],
      command("mode", "tunnel"),
      command("pfs", group === undefined ? "disable" : `dh-group${group}`),
      ...(own.childRekeySeconds ? [command("lifetime", own.childRekeySeconds)] : []),
      ...own.espProposals.map((text, at) =>
        proposal(at, { ...algorithms(text, "esp"), group: undefined }),
      ),
    ),
    mode(
      // VyOS hands these ids to charon, which accepts a key for every peer if it lists the own identity.
      ["authentication", "psk", name],
      command("id", own.remoteId),
      command("secret", { late: keyPlaceholder(link) }),
    ),
    mode(
      ["site-to-site", "peer", name],
      command("authentication", "mode", "pre-shared-secret"),
      command("authentication", "local-id", own.localId),
      command("authentication", "remote-id", own.remoteId),
      command("connection-type", initiator ? "initiate" : "respond"),
      command("ike-group", name),
      command("local-address", own.localAddress ?? "any"),
      command("remote-address", own.remoteAddress),
      ...(own.forceUdpEncapsulation ? [command("force-udp-encapsulation")] : []),
      command("vti", "bind", vti(link)),
      command("vti", "esp-group", name),
    ),
  ];
}

function proposal(at: number, one: Algorithms): Command {
  const encryption = {
    gcm: `aes${one.bits}gcm128`,
    cbc: `aes${one.bits}`,
    ctr: `aes${one.bits}ctr`,
    chacha20poly1305: "chacha20poly1305",
  }[one.mode];
  return mode(
    ["proposal", at + 1],
    command("encryption", encryption),
    ...(one.hash === undefined ? [] : [command("hash", `sha${one.hash}`)]),
    ...(one.prf === undefined ? [] : [command("prf", `prfsha${one.prf}`)]),
    ...(one.group === undefined ? [] : [command("dh-group", one.group)]),
  );
}

function bgp(peer: ConfiguredPeer): Command[] {
  const sessions = sessionsOf(peer);
  if (sessions.length === 0) return [];
  const spoken = [...new Set(sessions.map(({ session }) => session.family))];
  return [
    ...bfdProfiles(peer).map((bfd) =>
      mode(
        ["protocols", "bfd", "profile", bfd.name, "interval"],
        command("transmit", bfd.transmitIntervalMs),
        command("receive", bfd.receiveIntervalMs),
        command("multiplier", bfd.detectMultiplier),
      ),
    ),
    ...acceptLists(sessions).flatMap(prefixList),
    ...spoken.flatMap((family) => prefixList(ownList(peer, family))),
    mode(
      ["protocols", "bgp"],
      command("system-as", peer.asn!),
      command("parameters", "router-id", peer.routerId),
      ...peer.networks.map((prefix) =>
        command("address-family", `ipv${familyOf(prefix)}-unicast`, "network", prefix),
      ),
      ...sessions.map(neighbor),
    ),
  ];
}

function neighbor(one: LinkSession): Command {
  const { link, session } = one;
  const { timers, family } = session;
  const channel = ["address-family", `ipv${family}-unicast`];
  return mode(
    ["neighbor", session.neighbor],
    command("remote-as", session.remoteAsn),
    command("update-source", session.localAddress),
    command("timers", "keepalive", timers.keepaliveSeconds),
    command("timers", "holdtime", timers.holdTimeSeconds),
    ...(link.bfd ? [command("bfd", "profile", link.bfd.name)] : []),
    ...(session.ttlSecurity ? [command("ttl-security", "hops", 1)] : []),
    command(...channel),
    command(...channel, "prefix-list", "export", ownName(family)),
    ...(session.announced ? [command(...channel, "prefix-list", "import", acceptName(one))] : []),
  );
}

function prefixList({ name, family, entries }: PrefixList): Command[] {
  const kind = family === 4 ? "prefix-list" : "prefix-list6";
  return entries.map(({ action, prefix, upTo }, at) =>
    mode(
      ["policy", kind, name, "rule", 10 * (at + 1)],
      command("action", action),
      command("prefix", prefix),
      ...(upTo === undefined ? [] : [command("le", upTo)]),
    ),
  );
}
