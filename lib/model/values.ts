import { z } from "zod";
import { cidr, contains, isNetwork, parseCidr, parseIp } from "./ip";
import { Placeholder, placeholdersIn } from "./placeholder";
import { isTokenLike, rule } from "./rule";

/** Longest name the kernel gives an interface (IFNAMSIZ - 1). */
export const INTERFACE_NAME_MAX = 15;

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

export const deviceName = rule(
  rule(
    z.string(),
    (text) => NAME.test(text) && text !== "." && text !== "..",
    "an interface name of letters, digits, '_', '-' and '.'",
    "use the name that `ip link` shows",
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

export const interfaceAddress = rule(
  z.string(),
  (text) => parseCidr(text) !== undefined,
  'an interface address with its prefix length, like "10.1.0.2/24"',
  "add the length of the segment's prefix",
);

export const hostAddress = rule(
  z.string(),
  (text) => parseIp(text) !== undefined,
  'an IP address without a length, like "10.1.0.10"',
  "write one IPv4 or IPv6 address",
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

/** Whether no reader takes anything in it for the end of a line. */
export function isOneLine(text: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(text);
}

/** Text of the app's own: what stands in for a value of Terraform's would be filled in as one. */
export function isPlain(text: string): boolean {
  return isOneLine(text) && !isTokenLike(text) && placeholdersIn(text).length === 0;
}

/** The path of the construct, which files name as their source. */
export const constructPath = rule(
  z.string(),
  isPlain,
  "a construct path without control characters and placeholders",
  "change the ids of the construct and those above it",
);

/** Free text that lands in a comment or a description. */
export const description = rule(
  z.string(),
  (text) => text.trim() !== "" && text.length <= 80 && isPlain(text),
  "one line of words, at most 80 characters, without control characters",
  "shorten it to one line",
);

/** Subnet of a point-to-point link. */
export const linkSubnet = rule(
  prefix,
  (text) => (text.includes(":") ? /\/12[67]$/ : /\/3[01]$/).test(text),
  "a /31 or /30 (IPv4) or a /127 or /126 (IPv6)",
  "the first usable address is the left end's or the primary's, the second the other's",
);
