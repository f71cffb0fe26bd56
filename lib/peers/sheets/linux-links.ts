import { cidr, familyOf } from "../../model/ip";
import { lastResort } from "../../render/ip-route";
import { shellWord } from "../../render/shell";
import { machineFile, PeerFile, sheetOf } from "./file";
import { ConfiguredLink, ConfiguredPeer } from "./link";

const SCRIPT = "/usr/local/sbin/vpn-links";

/** What no daemon of such a machine does: interfaces, their addresses and MTU, static routes, and a last resort first. */
export function linuxLinks(
  peer: ConfiguredPeer,
  unit: string,
  deviceOf: (link: ConfiguredLink) => string,
): PeerFile[] {
  const commands = [
    ...peer.protectedNetworks.map((prefix) => routeCommand(prefix, ...lastResort(cidr(prefix)))),
    ["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"],
    ...peer.links.flatMap((link) => linkCommands(link, deviceOf(link))),
  ];
  const script = [
    `#!/bin/sh\n# ${sheetOf(peer)}`,
    "# Creates the tunnel interfaces, their addresses and static routes. Running it again changes nothing.",
    "# Traffic for a tunnel that is down is discarded; it would leave unencrypted otherwise.",
    "set -eu",
    'make() { [ -e "/sys/class/net/$1" ] || ip link add name "$@"; }',
    ...commands.map((words) => words.map(shellWord).join(" ")),
    "",
  ];
  return [
    machineFile(SCRIPT, script.join("\n")),
    machineFile(
      `/etc/systemd/system/${unit}.service.d/vpn-links.conf`,
      `# ${sheetOf(peer)}\n[Service]\nExecStartPre=/bin/sh ${SCRIPT}\n`,
    ),
  ];
}

/** A daemon that needs the interfaces starts after the unit that makes them. */
export function afterLinks(peer: ConfiguredPeer, unit: string, maker: string): PeerFile {
  return machineFile(
    `/etc/systemd/system/${unit}.service.d/vpn-links.conf`,
    `# ${sheetOf(peer)}\n[Unit]\nAfter=${maker}.service\n`,
  );
}

function linkCommands({ end, staticRoutes }: ConfiguredLink, device: string): string[][] {
  const { ipsec, gre } = end;
  const top = gre ? gre.device : device;
  return [
    ["make", device, "type", "xfrm", "if_id", String(ipsec.id)],
    ["ip", "link", "set", "dev", device, "mtu", String(ipsec.mtu), "up"],
    ...ipsec.addresses.map((address) => addressCommand(device, address)),
    ...(gre ? greCommands(gre, device) : []),
    ...staticRoutes.map((prefix) => routeCommand(prefix, prefix, "dev", top)),
  ];
}

function greCommands(gre: NonNullable<ConfiguredLink["end"]["gre"]>, below: string): string[][] {
  const key = gre.key === undefined ? [] : ["key", String(gre.key)];
  const limit = gre.family === 6 ? ["encaplimit", "none"] : [];
  const type = gre.family === 6 ? "ip6gre" : "gre";
  const ends = ["local", gre.local, "remote", gre.remote, "dev", below, "ttl", "64"];
  return [
    ["make", gre.device, "type", type, ...ends, ...key, ...limit],
    ["ip", "link", "set", "dev", gre.device, "mtu", String(gre.mtu), "up"],
    ...gre.addresses.map((address) => addressCommand(gre.device, address)),
  ];
}

function routeCommand(prefix: string, ...route: readonly string[]): string[] {
  return ["ip", `-${familyOf(prefix)}`, "route", "replace", ...route];
}

function addressCommand(device: string, address: string): string[] {
  const nodad = familyOf(address) === 6 ? ["nodad"] : [];
  return ["ip", "address", "replace", address, "dev", device, ...nodad];
}
