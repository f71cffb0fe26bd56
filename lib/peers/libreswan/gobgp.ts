import { FAMILIES, familyOf } from "../../model/ip";
import { ofFamily } from "../../plan/sessions";
import { machineFile, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredPeer } from "../sheets/link";
import { ownName } from "../sheets/prefix-lists";
import { LinkSession, sessionsOf } from "../sheets/sessions";

/**
 * gobgpd.conf, in TOML. Its networks are added to the running daemon: the file has no place for them.
 * GoBGP installs no routes, so nothing is filtered on import. By default it passes on to a neighbor what
 * it learns from another one.
 */
export function gobgpFiles(peer: ConfiguredPeer): PeerFile[] {
  const sessions = sessionsOf(peer);
  if (sessions.length === 0) return [];
  const tables = [
    table("[global.config]", { as: peer.asn!, "router-id": peer.routerId }),
    ...ownNetworksAlone(peer),
    ...sessions.map(neighbor),
  ];
  const announce = peer.networks.map(
    (prefix) => `ExecStartPost=/usr/bin/gobgp global rib -a ipv${familyOf(prefix)} add ${prefix}\n`,
  );
  return [
    machineFile("/etc/gobgpd.conf", `# ${sheetOf(peer)}\n${tables.join("\n")}`),
    machineFile(
      "/etc/systemd/system/gobgpd.service.d/networks.conf",
      `# ${sheetOf(peer)}\n[Service]\nEnvironment="GOBGPD_OPTIONS=--api-hosts 127.0.0.1:50051"\n${announce.join("")}`,
    ),
  ];
}

function neighbor({ session }: LinkSession): string {
  const { localAddress, neighbor, remoteAsn, family, timers, ttlSecurity } = session;
  return [
    table("[[neighbors]]", {}),
    table("  [neighbors.config]", { "neighbor-address": neighbor, "peer-as": remoteAsn }),
    table("  [neighbors.transport.config]", { "local-address": localAddress }),
    ...(ttlSecurity
      ? [table("  [neighbors.ttl-security.config]", { enabled: true, "ttl-min": 255 })]
      : []),
    table("  [neighbors.timers.config]", {
      "connect-retry": timers.connectRetrySeconds,
      "hold-time": timers.holdTimeSeconds,
      "keepalive-interval": timers.keepaliveSeconds,
    }),
    table("  [[neighbors.afi-safis]]", {}),
    table("    [neighbors.afi-safis.config]", { "afi-safi-name": `ipv${family}-unicast` }),
  ].join("");
}

/** A policy that exports its own networks and rejects the rest. A prefix set has one family. */
function ownNetworksAlone({ networks }: ConfiguredPeer): string[] {
  const sets = FAMILIES.map((family) => ({
    name: ownName(family),
    prefixes: ofFamily(networks, family),
  })).filter(({ prefixes }) => prefixes.length > 0);
  return [
    table("[global.apply-policy.config]", {
      "export-policy-list": sets.map(({ name }) => name),
      "default-export-policy": "reject-route",
    }),
    ...sets.flatMap(({ name, prefixes }) => [
      table("[[defined-sets.prefix-sets]]", { "prefix-set-name": name }),
      ...prefixes.map((prefix) =>
        table("  [[defined-sets.prefix-sets.prefix-list]]", { "ip-prefix": prefix }),
      ),
      table("[[policy-definitions]]", { name }),
      table("  [[policy-definitions.statements]]", { name }),
      table("    [policy-definitions.statements.conditions.match-prefix-set]", {
        "prefix-set": name,
      }),
      table("    [policy-definitions.statements.actions]", {
        "route-disposition": "accept-route",
      }),
    ]),
  ];
}

type Value = string | number | boolean | readonly string[];

function table(head: string, values: Readonly<Record<string, Value>>): string {
  const indent = /^ */.exec(head)![0];
  // A TOML string is quoted as one of JSON is.
  const lines = Object.entries(values).map(
    ([key, value]) => `${indent}${key} = ${JSON.stringify(value)}\n`,
  );
  return `${head}\n${lines.join("")}`;
}
