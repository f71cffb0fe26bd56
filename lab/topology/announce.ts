import { isIP } from "node:net";
import type { LabFile, LabHost } from "./schema";

type Announced = NonNullable<LabHost["bgp"]>["announce"][number];

/** Prefixes of one length, one after the other, from the block's first on. */
export function announcedPrefixes({ within, length, count }: Announced): string[] {
  const [first, blockLength] = within.split("/");
  const bits = bitsOf(first);
  if (length > bits || 2 ** (length - Number(blockLength)) < count)
    throw new Error(`${within} has no ${count} prefixes of length ${length}`);
  const step = 1n << BigInt(bits - length);
  return Array.from({ length: count }, (_, at) => {
    const address = toNumber(first) + BigInt(at) * step;
    return `${toText(address, bits)}/${length}`;
  });
}

/** Hosts that announce prefixes out of blocks. */
export function announcers({ hosts }: LabFile): [string, LabHost][] {
  return Object.entries(hosts).filter(([, { bgp }]) => bgp && bgp.announce.length > 0);
}

/** The same network with so many prefixes of each block; a probe of one that goes moves to the last one that stays. */
export function announcing(lab: LabFile, count: number): LabFile {
  const blocks = announcers(lab).flatMap(([, { bgp }]) => bgp!.announce);
  if (blocks.length === 0) throw new Error("no host announces prefixes out of a block");
  const hosts = Object.entries(lab.hosts).map(([id, host]) => {
    const announce = host.bgp?.announce.map((one) => ({ ...one, count }));
    return [id, announce ? { ...host, bgp: { ...host.bgp!, announce } } : host];
  });
  const probes = lab.probes.map((probe) => {
    const block = blocks.find(({ within }) => contains(within, probe.to));
    return block ? { ...probe, to: movedInto(block, count, probe.to) } : probe;
  });
  return { ...lab, hosts: Object.fromEntries(hosts), probes };
}

/** A shell command that counts the block's prefixes among the kernel's routes of BGP, in whatever table. */
export function countRoutes({ within, length }: Announced): string {
  const [first] = within.split("/");
  const version = isIP(first);
  // The kernel's listing leaves the length of a single address out.
  const ofLength = length === bitsOf(first) ? "^[^/]*$" : `/${length}$`;
  const routes = `ip -${version} -o route show table all root ${within} proto bgp`;
  return `${routes} | awk '$1 ~ "${ofLength}" { seen[$1] } END { print length(seen) }'`;
}

/** An address of the last of `count` prefixes, if it is in one that comes after it. */
function movedInto({ within, length }: Announced, count: number, address: string): string {
  const first = within.split("/")[0];
  const step = 1n << BigInt(bitsOf(first) - length);
  const offset = toNumber(address) - toNumber(first);
  const at = offset / step < count ? offset : BigInt(count - 1) * step + (offset % step);
  return toText(toNumber(first) + at, bitsOf(first));
}

function contains(block: string, address: string): boolean {
  const [first, length] = block.split("/");
  if (isIP(first) !== isIP(address)) return false;
  const rest = BigInt(bitsOf(first) - Number(length));
  return toNumber(first) >> rest === toNumber(address) >> rest;
}

function bitsOf(address: string): 32 | 128 {
  return isIP(address) === 4 ? 32 : 128;
}

function toText(address: bigint, bits: 32 | 128): string {
  return bits === 32 ? dotted(address) : coloned(address);
}

function toNumber(address: string): bigint {
  const groups =
    isIP(address) === 4
      ? address.split(".").map((group) => Number(group).toString(16).padStart(2, "0"))
      : expanded(address).map((group) => group.padStart(4, "0"));
  return BigInt(`0x${groups.join("")}`);
}

/** Eight groups, without the abbreviation of zeros. */
function expanded(address: string): string[] {
  const [head, tail] = address
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  return [
    ...head,
    ...Array<string>(8 - head.length - (tail?.length ?? 0)).fill("0"),
    ...(tail ?? []),
  ];
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}

function coloned(address: bigint): string {
  const group = (at: number) => (address >> BigInt(16 * (7 - at))) & 0xffffn;
  return Array.from({ length: 8 }, (_, at) => group(at).toString(16)).join(":");
}
