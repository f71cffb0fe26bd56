import { Address4, Address6 } from "ip-address";

export type Family = 4 | 6;
export const FAMILIES: readonly Family[] = [4, 6];

/** Bits of an address. */
export const WIDTH = { 4: 32, 6: 128 } as const;

/** All addresses of a family: the default route, or selectors without a limit. */
export const EVERYTHING = { 4: "0.0.0.0/0", 6: "::/0" } as const;

/** An IP address as a number of its family; the arithmetic of the plan. */
export interface Ip {
  readonly family: Family;
  readonly value: bigint;
}

/** An address with a prefix length: an interface address, or a network if no host bit is set. */
export interface Cidr extends Ip {
  readonly length: number;
}

const DOTTED_QUAD = /^\d+\.\d+\.\d+\.\d+$/;
const MAPPED_SCOPED_OR_CIDR = /[%./]/;

const MEMORY = 100_000;

/**
 * A plan and its files ask for the same addresses again and again, and reading and writing them is slow: a hub of 5,000
 * has 80,000.
 */
function remembering<From, To>(convert: (from: From) => To): (from: From) => To {
  const known = new Map<From, To>();
  return (from) => {
    if (known.has(from)) return known.get(from)!;
    if (known.size >= MEMORY) known.clear();
    const converted = convert(from);
    known.set(from, converted);
    return converted;
  };
}

export const parseIp = remembering(parseIpFresh);
export const parseCidr = remembering(parseCidrFresh);

function parseIpFresh(text: string): Ip | undefined {
  try {
    if (DOTTED_QUAD.test(text)) return { family: 4, value: new Address4(text).bigInt() };
    if (text.includes(":") && !MAPPED_SCOPED_OR_CIDR.test(text)) {
      return { family: 6, value: new Address6(text).bigInt() };
    }
  } catch {
    // ip-address throws for what is no address; its isValid() would parse everything twice.
  }
  return undefined;
}

function parseCidrFresh(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const ip = parseIp(match[1]!);
  const length = Number(match[2]);
  if (!ip || length > WIDTH[ip.family] || String(length) !== match[2]) return undefined;
  return { ...ip, length };
}

/** Parses what validation has already accepted. */
export function ip(text: string): Ip {
  const parsed = parseIp(text);
  if (!parsed) throw new RangeError(`not an IP address: ${text}`);
  return parsed;
}

/** Parses what validation has already accepted. */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new RangeError(`not a prefix: ${text}`);
  return parsed;
}

const written = {
  4: remembering((value: bigint) => Address4.fromBigInt(value).correctForm()),
  6: remembering((value: bigint) => Address6.fromBigInt(value).correctForm()),
};

export function formatIp({ family, value }: Ip): string {
  return written[family](value);
}

export function formatCidr(prefix: Cidr): string {
  return `${formatIp(prefix)}/${prefix.length}`;
}

function hostBits(prefix: Cidr): bigint {
  return BigInt(WIDTH[prefix.family] - prefix.length);
}

/** The network that an interface address lies in. */
export function network(prefix: Cidr): Cidr {
  const bits = hostBits(prefix);
  return { ...prefix, value: (prefix.value >> bits) << bits };
}

export function isNetwork(prefix: Cidr): boolean {
  return network(prefix).value === prefix.value;
}

export function contains(outer: Cidr, inner: Ip & { readonly length?: number }): boolean {
  const length = inner.length ?? WIDTH[inner.family];
  const bits = hostBits(outer);
  return (
    outer.family === inner.family &&
    outer.length <= length &&
    outer.value >> bits === inner.value >> bits
  );
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(network(a), b) || contains(network(b), a);
}

/** Number of subnets of `length` in a pool. */
export function subnetCount(pool: Cidr, length: number): bigint {
  return 1n << BigInt(length - pool.length);
}

/** The `index`-th subnet of `length` in a pool. */
export function subnetAt(pool: Cidr, length: number, index: bigint): Cidr {
  const step = BigInt(WIDTH[pool.family] - length);
  return { family: pool.family, value: network(pool).value + (index << step), length };
}

/** The `index`-th address of a prefix, keeping its length. */
export function addressAt(prefix: Cidr, index: number): Cidr {
  return { ...prefix, value: network(prefix).value + BigInt(index) };
}

/**
 * Index of the first address that a point-to-point link can use. The first of a /30 is the network, of a
 * /126 the Subnet-Router anycast address (RFC 4291, 2.6.1); a /31 and a /127 use both (RFC 3021, RFC 6164).
 */
export function firstUsable({ family, length }: Cidr): 0 | 1 {
  return length === WIDTH[family] - 2 ? 1 : 0;
}

export function addressOf(text: string): string {
  return formatIp(cidr(text));
}

export function familyOf(text: string): Family {
  return text.includes(":") ? 6 : 4;
}

/** An address as a prefix of itself. */
export function hostPrefix(address: string): string {
  return `${address}/${WIDTH[familyOf(address)]}`;
}

/** Whether a prefix is the default route of its family. */
export function isDefault(prefix: string): boolean {
  return prefix.endsWith("/0");
}

/** Network order: IPv4 first, then by address, then by length. */
export function compareCidrs(a: Cidr, b: Cidr): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.length - b.length;
}

export function comparePrefixes(a: string, b: string): number {
  return compareCidrs(cidr(a), cidr(b));
}
