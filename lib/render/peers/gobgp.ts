import { familyOf } from "../../model/ip";
import { PeerSession } from "../../plan/peers/types";
import { machineFile, PeerFile, sheetOf } from "./file";
import { ConfiguredPeer } from "./link";

/**
 * gobgpd.conf, in TOML. What it announces is told to the running daemon: its file has no place for
 * it. GoBGP moves no packet and sets no route, so there is nothing to filter.
 */
export function gobgpFiles(peer: ConfiguredPeer): PeerFile[] {
  const sessions = peer.links.flatMap((link) => link.sessions);
  if (sessions.length === 0) return [];
  const tables = [
    table("[global.config]", { as: peer.asn!, "router-id": peer.routerId }),
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

function neighbor({ localAddress, neighbor, remoteAsn, family, timers }: PeerSession): string {
  return [
    table("[[neighbors]]", {}),
    table("  [neighbors.config]", { "neighbor-address": neighbor, "peer-as": remoteAsn }),
    table("  [neighbors.transport.config]", { "local-address": localAddress }),
    table("  [neighbors.timers.config]", {
      "connect-retry": timers.connectRetrySeconds,
      "hold-time": timers.holdTimeSeconds,
      "keepalive-interval": timers.keepaliveSeconds,
    }),
    table("  [[neighbors.afi-safis]]", {}),
    table("    [neighbors.afi-safis.config]", { "afi-safi-name": `ipv${family}-unicast` }),
  ].join("");
}

function table(head: string, values: Readonly<Record<string, string | number>>): string {
  const indent = /^ */.exec(head)![0];
  // A TOML string is quoted as one of JSON is.
  const lines = Object.entries(values).map(
    ([key, value]) => `${indent}${key} = ${JSON.stringify(value)}\n`,
  );
  return `${head}\n${lines.join("")}`;
}
