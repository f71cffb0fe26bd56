import { z } from "zod";
import { Cidr, cidr, contains, ip, Ip, isNetwork, network, parseCidr, parseIp, WIDTH } from "./ip";
import { Placeholder, placeholdersIn } from "./placeholder";
import { isTokenLike, rule } from "./rule";
import { isOneLine } from "./text";

/** Largest number of 32 bits. */
export const UINT32_MAX = 2 ** 32 - 1;

/** Longest name the kernel gives an interface (IFNAMSIZ - 1). */
export const INTERFACE_NAME_MAX = 15;

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The kernel's own: the loopback device, and the settings of all and of future devices (sysctl). */
const RESERVED_DEVICES = ["lo", "all", "default"];

export const deviceName = rule(
  rule(
    rule(
      z.string(),
      (text) => NAME.test(text) && text !== "." && text !== "..",
      "an interface name of letters, digits, '_', '-' and '.'",
      "use the name that `ip link` shows",
    ),
    (text) => !RESERVED_DEVICES.includes(text),
    `an interface other than ${RESERVED_DEVICES.join(", ")}, which mean something else to the kernel`,
    "use the name that `ip link` shows for the NIC",
  ),
  (text) => text.length <= INTERFACE_NAME_MAX,
  `at most ${INTERFACE_NAME_MAX} characters, the kernel's limit for interface names`,
  "choose a shorter name",
);

export const prefix = rule(
  z.string(),
  (text) => {
    const parsed = parseCidr(text);
    return parsed !== undefined && isNetwork(parsed);
  },
  'a prefix with no host bit set, like "10.1.0.0/24" or "fd01::/64"',
  "write the network's own address and its length",
);

/** Never on a link between hosts: this network, loopback, multicast, reserved, link-local (RFC 6890). */
const NOT_ROUTED = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "224.0.0.0/3",
  "::/127",
  "fe80::/10",
  "ff00::/8",
].map(cidr);

function isRouted(address: Ip & { readonly length?: number }): boolean {
  const length = address.length ?? WIDTH[address.family];
  return length === 0 || !NOT_ROUTED.some((net) => contains(net, address));
}

const NOT_ROUTED_TEXT = "not loopback, link-local, multicast or reserved (RFC 6890)";

/** A prefix that a router may have a route to; `0.0.0.0/0` and `::/0` are such. */
export const routedPrefix = rule(
  prefix,
  (text) => isRouted(cidr(text)),
  `a prefix of unicast addresses, ${NOT_ROUTED_TEXT}`,
  "name the site's own prefixes",
);

/** Neither the network's own address nor IPv4's broadcast; a /31 and a /127 have neither (RFC 3021, RFC 6164). */
function isHostOf(address: Cidr): boolean {
  const host = WIDTH[address.family] - address.length;
  if (host < 2) return true;
  const last = network(address).value + (1n << BigInt(host)) - 1n;
  return !isNetwork(address) && !(address.family === 4 && address.value === last);
}

export const interfaceAddress = rule(
  rule(
    rule(
      z.string(),
      (text) => parseCidr(text) !== undefined,
      'an interface address with its prefix length, like "10.1.0.2/24"',
      "add the length of the segment's prefix",
    ),
    (text) => isHostOf(cidr(text)),
    "an address of one host: not that of the network itself, nor IPv4's broadcast address",
    "give the gateway's own address on the segment, like 10.1.0.1/24",
  ),
  (text) => isRouted({ ...cidr(text), length: undefined }),
  `a unicast address, ${NOT_ROUTED_TEXT}`,
  "give the gateway's own address on the segment, like 10.1.0.1/24",
);

export const hostAddress = rule(
  z.string(),
  (text) => parseIp(text) !== undefined,
  'an IP address without a length, like "10.1.0.10"',
  "write one IPv4 or IPv6 address",
);

/** Of a router or another host that is sent to. */
export const unicastAddress = rule(
  hostAddress,
  (text) => isRouted(ip(text)),
  `a unicast address, ${NOT_ROUTED_TEXT}`,
  "write the host's own address",
);

const UNSPECIFIED_OR_LOOPBACK = [
  "0.0.0.0/8",
  "127.0.0.0/8",
  "224.0.0.0/3",
  "::/127",
  "ff00::/8",
].map(cidr);

/** An address that may be known to Terraform only: then it is a Placeholder, which no text of an app is. */
export const endpointAddress = rule(
  z.unknown(),
  (value) => {
    if (value instanceof Placeholder) return true;
    const parsed = typeof value === "string" ? parseIp(value) : undefined;
    return parsed !== undefined && !UNSPECIFIED_OR_LOOPBACK.some((net) => contains(net, parsed));
  },
  'a unicast IP address, like "198.51.100.2", or a Terraform token',
  "give the address at which the peer reaches this gateway",
).transform((value): string => (value instanceof Placeholder ? value.text : String(value)));

/** RFC 7607, RFC 4893 and RFC 7300 reserve these. */
const RESERVED_ASNS = [0, 23456, 65535, 4294967295];

export const asn = rule(
  z.number(),
  (value) =>
    Number.isInteger(value) && value > 0 && value < 2 ** 32 && !RESERVED_ASNS.includes(value),
  "an AS number from 1 to 4294967294 that no RFC reserves",
  "private numbers are 64512 to 65534 and 4200000000 to 4294967294 (RFC 6996)",
);

export function wholeNumber(low: number, high: number, unit: string, remedy: string) {
  return rule(
    z.number(),
    (value) => Number.isInteger(value) && value >= low && value <= high,
    `a whole number of ${unit} from ${low} to ${high}`,
    remedy,
  );
}

/** Text of the app's own: what stands in for a value of Terraform's would be filled in as one. */
export function isPlain(text: string): boolean {
  return isOneLine(text) && !isTokenLike(text) && placeholdersIn(text).length === 0;
}

/** The path of the construct, which files name as their source. */
export const constructPath = rule(
  z.string(),
  isPlain,
  "a construct path without control characters, bidirectional controls, noncharacters and placeholders",
  "change the ids of the construct and those above it",
);

/** Free text that lands in a comment or a description. */
export const description = rule(
  z.string(),
  (text) => text.trim() !== "" && text.length <= 80 && isPlain(text),
  "one line of words, at most 80 characters, without control characters, bidirectional controls and noncharacters",
  "shorten it to one line",
);

/** Subnet of a point-to-point link. */
export const linkSubnet = rule(
  prefix,
  (text) => (text.includes(":") ? /\/12[67]$/ : /\/3[01]$/).test(text),
  "a /31 or /30 (IPv4) or a /127 or /126 (IPv6)",
  "the first usable address is the left end's or the primary's, the second the other's",
);
