import { isIP } from "node:net";
import { Address4, Address6 } from "ip-address";
import type { LabFile, LabHost } from "./schema";

type Announced = NonNullable<LabHost["bgp"]>["announce"][number];

/** Prefixes of one length, one after the other, from the block's first on. */
export function announcedPrefixes({ within, length, count }: Announced): string[] {
  const block = parsed(within);
  const width = widthOf(block);
  if (length > width || 2 ** (length - block.subnetMask) < count)
    throw new Error(`${within} has no ${count} prefixes of length ${length}`);
  const step = 1n << BigInt(width - length);
  const first = block.startAddress().bigInt();
  return Array.from({ length: count }, (_, at) => {
    return `${toText(first + BigInt(at) * step, block)}/${length}`;
  });
}

/** Hosts that announce prefixes out of blocks. */
export function announcers({ hosts }: LabFile): [string, LabHost][] {
  return Object.entries(hosts).filter(([, { bgp }]) => bgp && bgp.announce.length > 0);
}

export function announcedBlocks(lab: LabFile): Announced[] {
  return announcers(lab).flatMap(([, { bgp }]) => bgp!.announce);
}

/** The address of whoever answers for it: of the host that announces a block it is out of, else itself. */
export function ownerOf(lab: LabFile, address: string): string {
  const owner = announcers(lab).find(([, { bgp }]) =>
    bgp!.announce.some(({ within }) => contains(within, address)),
  );
  const own = Object.values(owner?.[1].addresses ?? {}).flat();
  const found = own.find((one) => isIP(one.split("/")[0]) === isIP(address));
  return found?.split("/")[0] ?? address;
}

/** The same network with so many prefixes of each block; a probe of one that goes moves to the last one that stays. */
export function announcing(lab: LabFile, count: number): LabFile {
  const blocks = announcedBlocks(lab);
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
  const width = widthOf(parsed(within));
  // The kernel's listing leaves the length of a single address out.
  const ofLength = length === width ? "^[^/]*$" : `/${length}$`;
  const routes = `ip ${width === 32 ? "-4" : "-6"} -o route show table all root ${within} proto bgp`;
  return `${routes} | awk '$1 ~ "${ofLength}" { seen[$1] } END { print length(seen) }'`;
}

/** An address of the last of `count` prefixes, if it is in one that comes after it. */
function movedInto({ within, length }: Announced, count: number, to: string): string {
  const [block, address] = [parsed(within), parsed(to)];
  const first = block.startAddress().bigInt();
  const step = 1n << BigInt(widthOf(block) - length);
  const offset = address.bigInt() - first;
  const at = offset / step < count ? offset : BigInt(count - 1) * step + (offset % step);
  return toText(first + at, block);
}

function contains(block: string, address: string): boolean {
  const [outer, inner] = [parsed(block), parsed(address)];
  return widthOf(outer) === widthOf(inner) && inner.isInSubnet(outer);
}

type Address = Address4 | Address6;

function parsed(text: string): Address {
  return text.includes(":") ? new Address6(text) : new Address4(text);
}

function widthOf(address: Address): 32 | 128 {
  return address instanceof Address4 ? 32 : 128;
}

function toText(number: bigint, like: Address): string {
  return (like instanceof Address4 ? Address4 : Address6).fromBigInt(number).correctForm();
}
