/** Finds items by keys, of which each may have several; what is found stays in the items' own order. */
export class Lookup<T> {
  private readonly places = new Map<string, number[]>();

  constructor(
    private readonly items: readonly T[],
    keysOf: (item: T) => readonly string[],
  ) {
    for (const [place, item] of items.entries()) {
      for (const key of keysOf(item)) {
        const known = this.places.get(key);
        if (known) known.push(place);
        else this.places.set(key, [place]);
      }
    }
  }

  /** What has any of these keys, each once. */
  find(keys: Iterable<string>): T[] {
    const found = new Set<number>();
    for (const key of keys) for (const place of this.places.get(key) ?? []) found.add(place);
    return [...found].sort((a, b) => a - b).map((place) => this.items[place]!);
  }
}
