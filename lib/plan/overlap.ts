import { cidr, comparePrefixes, contains } from "../model/ip";

export interface Owned {
  readonly prefix: string;
  readonly owner: string;
}

/**
 * Pairs of overlapping prefixes of different owners, in one sweep over the sorted list: prefixes
 * overlap only by containment, so the open ones form a stack.
 */
export function overlapping<T extends Owned>(items: readonly T[]): [T, T][] {
  const sorted = [...items].sort((a, b) => comparePrefixes(a.prefix, b.prefix));
  const found: [T, T][] = [];
  const open: T[] = [];
  for (const item of sorted) {
    const inner = cidr(item.prefix);
    while (open.length > 0 && !contains(cidr(open[open.length - 1]!.prefix), inner)) open.pop();
    const other = open.find((outer) => outer.owner !== item.owner);
    if (other) found.push([other, item]);
    open.push(item);
  }
  return found;
}

/** Items that share a key with an earlier one, each with the first of them. */
export function duplicates<T>(items: Iterable<T>, key: (item: T) => string): [T, T][] {
  const first = new Map<string, T>();
  const found: [T, T][] = [];
  for (const item of items) {
    const other = first.get(key(item));
    if (other === undefined) first.set(key(item), item);
    else found.push([other, item]);
  }
  return found;
}
