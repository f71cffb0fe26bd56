import { EVERYTHING, Family } from "../../model/ip";
import { PeerSession } from "../../plan/peers/types";
import { ofFamily } from "../../plan/sessions";
import { machineFile, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { afterLinks } from "../sheets/linux-links";
import { hasLonger } from "../sheets/prefix-lists";
import { LinkSession, sessionsOf, spokenFamilies } from "../sheets/sessions";

/** A statement, or a block of them. BIRD's symbols have no dash, a gateway's name has no underscore. */
type Statement = string | { readonly head: string; readonly body: readonly Statement[] };

/** bird.conf: BGP and BFD of BIRD 2, into the kernel's main table. */
export function birdFiles(
  peer: ConfiguredPeer,
  deviceOf: (link: ConfiguredLink) => string,
): PeerFile[] {
  const sessions = sessionsOf(peer);
  if (sessions.length === 0) return [];
  const families = spokenFamilies(sessions);
  const statements: Statement[] = [
    "log syslog all",
    `router id ${peer.routerId}`,
    { head: "protocol device", body: [] },
    ...families.map(kernel),
    ...families.map((family) => networks(peer, family)),
    ...bfd(peer, deviceOf),
    ...sessions.flatMap((one) => sessionStatements(peer, one, deviceOf)),
  ];
  return [
    machineFile("/etc/bird/bird.conf", `# ${sheetOf(peer)}\n${print(statements, "")}`),
    // Its BFD takes an address that is not there yet for one that never will be.
    afterLinks(peer, "bird", "ipsec"),
  ];
}

function kernel(family: Family): Statement {
  const channel = block(`ipv${family}`, "import none", "export where source = RTS_BGP");
  return block(`protocol kernel kernel_ipv${family}`, channel);
}

/** Announced wherever they come from; the kernel never sees these routes. */
function networks(peer: ConfiguredPeer, family: Family): Statement {
  const routes = ofFamily(peer.networks, family).map((prefix) => `route ${prefix} unreachable`);
  return block(`protocol static networks_ipv${family}`, `ipv${family}`, ...routes);
}

function bfd({ links }: ConfiguredPeer, deviceOf: (link: ConfiguredLink) => string): Statement[] {
  const interfaces = links.flatMap((link) => {
    if (!link.bfd) return [];
    const { transmitIntervalMs, receiveIntervalMs, detectMultiplier } = link.bfd;
    return block(
      `interface "${topDevice(link, deviceOf)}"`,
      `min tx interval ${transmitIntervalMs} ms`,
      `min rx interval ${receiveIntervalMs} ms`,
      `multiplier ${detectMultiplier}`,
    );
  });
  return interfaces.length === 0 ? [] : [block("protocol bfd", ...interfaces)];
}

function topDevice(link: ConfiguredLink, deviceOf: (link: ConfiguredLink) => string): string {
  return link.end.gre?.device ?? deviceOf(link);
}

function sessionStatements(
  peer: ConfiguredPeer,
  { link, session }: LinkSession,
  deviceOf: (link: ConfiguredLink) => string,
): Statement[] {
  const { family, timers } = session;
  const name = `${link.gateway.name.replaceAll("-", "_")}_ipv${family}`;
  const channel = block(
    `ipv${family}`,
    `import filter from_${name}`,
    `export where proto = "networks_ipv${family}"`,
  );
  return [
    block(`filter from_${name}`, ...accepting(peer, session), "reject"),
    block(
      `protocol bgp to_${name}`,
      `local ${session.localAddress} as ${peer.asn}`,
      `neighbor ${session.neighbor} as ${session.remoteAsn}`,
      `interface "${topDevice(link, deviceOf)}"`,
      `hold time ${timers.holdTimeSeconds}`,
      `keepalive time ${timers.keepaliveSeconds}`,
      `connect retry time ${timers.connectRetrySeconds}`,
      // After BFD has ended a session BIRD would wait a minute and more.
      `error wait time 1, ${timers.connectRetrySeconds}`,
      ...(link.bfd ? ["bfd on"] : []),
      ...(session.ttlSecurity ? ["ttl security on"] : []),
      channel,
    ),
  ];
}

/** What we announce, or anything but the peer's own networks and the default route. */
function accepting(peer: ConfiguredPeer, { family, announced }: PeerSession): string[] {
  if (announced)
    return announced.length === 0 ? [] : [`if net ~ [ ${within(announced)} ] then accept`];
  const own = ofFamily(peer.networks, family);
  const refused = within([...new Set([EVERYTHING[family], ...own])]);
  return [`if net ~ [ ${refused} ] then reject`, "accept"];
}

/** Networks with what lies within; the default route stands for itself. */
function within(prefixes: readonly string[]): string {
  return prefixes.map((prefix) => (hasLonger(prefix) ? `${prefix}+` : prefix)).join(", ");
}

function block(head: string, ...body: Statement[]): Statement {
  return { head, body };
}

function print(statements: readonly Statement[], indent: string): string {
  return statements
    .map((one) => {
      if (typeof one === "string") return `${indent}${one};\n`;
      const { head, body } = one;
      const end = /^(protocol|filter)/.test(head) ? "}" : "};";
      return `${indent}${head} {\n${print(body, `${indent}  `)}${indent}${end}\n`;
    })
    .join("");
}
