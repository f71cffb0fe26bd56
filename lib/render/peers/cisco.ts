import { cidr, Family, familyOf, parseIp } from "../../model/ip";
import { PeerLink, PeerPlan, PeerSession } from "../../plan/peers/types";
import { algorithms } from "./algorithms";
import { Command, command, mode, printIndented } from "./commands";
import { keyPlaceholder, PeerFile, sheetOf } from "./file";

/** Commands for IOS XE: IKEv2, a static VTI for each VPN, BGP with BFD. */
export function ciscoFiles(peer: PeerPlan): PeerFile[] {
  const commands = [...peer.links.flatMap(linkCommands), ...bgp(peer)];
  return [{ path: "ios-xe.txt", text: printIndented(sheetOf(peer), commands) }];
}

function linkCommands(link: PeerLink): Command[] {
  return [...ike(link), ...ipsec(link), ...tunnels(link), ...link.staticRoutes.map(route(link))];
}

function ike(link: PeerLink): Command[] {
  const { name } = link.gateway;
  const own = link.end.ipsec;
  const proposals = own.ikeProposals.map((text, at) => ({ id: `${name}-${at + 1}`, text }));
  return [
    ...proposals.map(({ id, text }) => {
      const { mode: cipher, bits, integrity, prf, group } = algorithms(text, "ike");
      return mode(
        ["crypto", "ikev2", "proposal", id],
        command("encryption", `aes-${cipher}-${bits}`),
        ...(integrity === undefined ? [] : [command("integrity", `sha${integrity}`)]),
        command("prf", `sha${prf}`),
        command("group", group!),
      );
    }),
    mode(
      ["crypto", "ikev2", "policy", name],
      command("match", "address", "local", own.localAddress),
      ...proposals.map(({ id }) => command("proposal", id)),
    ),
    mode(
      ["crypto", "ikev2", "keyring", name],
      mode(
        ["peer", name],
        command("address", own.remoteAddress),
        command("pre-shared-key", keyPlaceholder(link)),
      ),
    ),
    mode(
      ["crypto", "ikev2", "profile", name],
      command("match", "identity", "remote", ...identity(own.remoteId, true)),
      command("identity", "local", ...identity(own.localId, false)),
      command("authentication", "remote", "pre-share"),
      command("authentication", "local", "pre-share"),
      command("keyring", "local", name),
      ...(own.ikeRekeySeconds ? [command("lifetime", own.ikeRekeySeconds)] : []),
      command("dpd", own.dpdDelaySeconds, 2, "on-demand"),
    ),
  ];
}

function identity(id: string, withMask: boolean): string[] {
  const family = parseIp(id)?.family;
  if (family === undefined) return [id.includes("@") ? "email" : "fqdn", id];
  if (!withMask) return ["address", id];
  return family === 4 ? ["address", id, "255.255.255.255"] : ["address", `${id}/128`];
}

function ipsec({ end, gateway: { name } }: PeerLink): Command[] {
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

/** Interface numbers have 31 bits. */
const NUMBERS = 2 ** 31;

function tunnelNumber({ end }: PeerLink): number {
  return end.ipsec.id % NUMBERS;
}

function topTunnel(link: PeerLink): string {
  const number = tunnelNumber(link);
  return `Tunnel${link.end.gre ? (number + 1) % NUMBERS : number}`;
}

function tunnels(link: PeerLink): Command[] {
  const { ipsec: own, gre, mss4, mss6 } = link.end;
  const [outer, families] = [familyOfEnd(own.remoteAddress), own.addresses.map(familyOf)];
  const vti = mode(
    ["interface", `Tunnel${tunnelNumber(link)}`],
    ...addresses(own.addresses, own.mtu),
    ...(gre ? [] : top(link, mss4, mss6)),
    command("tunnel", "source", own.localAddress),
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

/** An address that Terraform alone knows is IPv4 unless it shows otherwise. */
function familyOfEnd(address: string): Family {
  return parseIp(address)?.family ?? 4;
}

function tunnelMode(outer: Family, inner: readonly Family[]): string[] {
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

function top({ end, bfd }: PeerLink, mss4: number, mss6: number): Command[] {
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

function route(link: PeerLink): (prefix: string) => Command {
  return (prefix) => {
    if (familyOf(prefix) === 6) return command("ipv6", "route", prefix, topTunnel(link));
    const [network] = prefix.split("/");
    return command("ip", "route", network!, mask(cidr(prefix).length), topTunnel(link));
  };
}

function bgp(peer: PeerPlan): Command[] {
  const sessions = peer.links.flatMap((link) =>
    link.sessions.map((session) => ({ link, session })),
  );
  if (sessions.length === 0) return [];
  const families = ([4, 6] as const).filter((family) =>
    sessions.some(({ session }) => session.family === family),
  );
  const lists = sessions.flatMap(({ link, session }) => acceptList(link, session));
  return [
    ...lists,
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
              ...(session.announced
                ? [
                    command(
                      "neighbor",
                      session.neighbor,
                      "prefix-list",
                      listName(link, session),
                      "in",
                    ),
                  ]
                : []),
            ]),
        ),
      ),
    ),
  ];
}

function neighbor({ bfd }: PeerLink, { neighbor: far, remoteAsn, timers }: PeerSession): Command[] {
  return [
    command("neighbor", far, "remote-as", remoteAsn),
    command("neighbor", far, "timers", timers.keepaliveSeconds, timers.holdTimeSeconds),
    ...(bfd ? [command("neighbor", far, "fall-over", "bfd")] : []),
  ];
}

function network(prefix: string): Command {
  const [plain] = prefix.split("/");
  if (familyOf(prefix) === 6) return command("network", prefix);
  return command("network", plain!, "mask", mask(cidr(prefix).length));
}

function listName({ gateway }: PeerLink, { family }: PeerSession): string {
  return `from-${gateway.name}-ipv${family}`;
}

function acceptList(link: PeerLink, session: PeerSession): Command[] {
  const [word, full] = session.family === 4 ? ["ip", 32] : ["ipv6", 128];
  return (session.announced ?? []).map((prefix, at) => {
    const longer = cidr(prefix).length === full || prefix.endsWith("/0") ? [] : ["le", full];
    const entry = ["seq", 5 * (at + 1), "permit", prefix, ...longer];
    return command(word!, "prefix-list", listName(link, session), ...entry);
  });
}
