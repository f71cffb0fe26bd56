import { cidr, compareCidrs, contains } from "../model/ip";

export interface Owned {
  readonly prefix: string;
  readonly owner: string;
}

/**
 * Pairs of overlapping prefixes of different owners, in one sweep over the sorted list: prefixes
 * overlap only by containment, so the open ones form a stack.
 */
export function overlapping<T extends Owned>(items: readonly T[]): [T, T][] {
  const sorted = items
    .map((item) => ({ item, range: cidr(item.prefix) }))
    .sort((a, b) => compareCidrs(a.range, b.range));
  const found: [T, T][] = [];
  const open: typeof sorted = [];
  for (const inner of sorted) {
    while (open.length > 0 && !contains(open[open.length - 1]!.range, inner.range)) open.pop();
    const outer = open.find(({ item }) => item.owner !== inner.item.owner);
    if (outer) found.push([outer.item, inner.item]);
    open.push(inner);
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
