import { Cidr, cidr, Family, formatCidr, formatIp, Ip, network, WIDTH } from "../model/ip";

/** Addresses from the first to the last of them, both included. */
export interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

export function rangeOf(prefix: string): Range {
  const net = network(cidr(prefix));
  return { family: net.family, first: net.value, last: lastOf(net) };
}

function lastOf({ family, value, length }: Cidr): bigint {
  return value + (1n << BigInt(WIDTH[family] - length)) - 1n;
}

/** A prefix where the range is one, else `first-last`, as nft writes both. */
export function formatRange({ family, first, last }: Range): string {
  const size = last - first + 1n;
  const bits = size.toString(2).length - 1;
  const aligned = size === 1n << BigInt(bits) && first % size === 0n;
  const address = (value: bigint): Ip => ({ family, value });
  if (aligned) return formatCidr({ ...address(first), length: WIDTH[family] - bits });
  return `${formatIp(address(first))}-${formatIp(address(last))}`;
}

function compare(a: Range, b: Range): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.last < b.last ? -1 : 1;
}

/** In order, those that overlap as one: a set of concatenations refuses overlaps. */
export function union(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort(compare)) {
    const before = merged[merged.length - 1];
    if (before && before.family === range.family && range.first <= before.last) {
      const last = range.last > before.last ? range.last : before.last;
      merged[merged.length - 1] = { ...before, last };
    } else merged.push(range);
  }
  return merged;
}

/** What is left of a range without the holes, which are in order and do not overlap. */
export function without(whole: Range, holes: readonly Range[]): Range[] {
  const left: Range[] = [];
  let first = whole.first;
  for (const hole of holes) {
    if (hole.family !== whole.family || hole.last < first || hole.first > whole.last) continue;
    if (hole.first > first) left.push({ ...whole, first, last: hole.first - 1n });
    first = hole.last + 1n;
  }
  return first <= whole.last ? [...left, { ...whole, first }] : left;
}

/** Finds what lies within a range and is not the whole of it. */
export class Nested<T extends { readonly range: Range }> {
  private readonly sorted: readonly T[];

  constructor(items: readonly T[]) {
    this.sorted = [...items].sort((a, b) => compare(a.range, b.range));
  }

  within(range: Range): T[] {
    return this.covered(range).filter(
      (item) => item.range.first > range.first || item.range.last < range.last,
    );
  }

  /** The same, and what is the whole of it. */
  covered(range: Range): T[] {
    const found: T[] = [];
    for (let index = this.firstFrom(range); index < this.sorted.length; index++) {
      const item = this.sorted[index]!;
      if (item.range.family !== range.family || item.range.first > range.last) break;
      if (item.range.last <= range.last) found.push(item);
    }
    return found;
  }

  /** Index of the first item that does not begin before the range, by halves. */
  private firstFrom({ family, first }: Range): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { range } = this.sorted[middle]!;
      const before = range.family < family || (range.family === family && range.first < first);
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
