import fc from "fast-check";
import { cidr, formatCidr, network, overlaps } from "../../lib/model/ip";
import { duplicates, overlapping, Owned } from "../../lib/plan/overlap";

const owned: fc.Arbitrary<Owned> = fc
  .tuple(
    fc.constantFrom("10.0.0.0", "fd00::"),
    fc.integer({ min: 0, max: 15 }),
    fc.integer({ min: 4, max: 12 }),
    fc.constantFrom("a", "b", "c"),
  )
  .map(([base, offset, length, owner]) => {
    const start = cidr(`${base}/8`);
    const value = start.value + (BigInt(offset) << BigInt(start.family === 4 ? 20 : 116));
    return { prefix: formatCidr(network({ ...start, value, length })), owner };
  });

/** Every pair, looked at. */
function conflicts(items: readonly Owned[]): Set<Owned> {
  const found = new Set<Owned>();
  for (const a of items) {
    for (const b of items) {
      if (a.owner !== b.owner && overlaps(cidr(a.prefix), cidr(b.prefix))) found.add(a);
    }
  }
  return found;
}

describe("overlapping prefixes", () => {
  it("are found if and only if two owners claim one address", () => {
    fc.assert(
      fc.property(fc.array(owned, { maxLength: 12 }), (items) => {
        const found = overlapping(items);
        expect(found.length > 0).toBe(conflicts(items).size > 0);
        for (const [outer, inner] of found) {
          expect(outer.owner).not.toBe(inner.owner);
          expect(overlaps(cidr(outer.prefix), cidr(inner.prefix))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("every claim within another owner's is told once, with that owner's", () => {
    const items = [
      { prefix: "10.0.0.0/8", owner: "a" },
      { prefix: "10.1.0.0/16", owner: "b" },
      { prefix: "10.1.2.0/24", owner: "b" },
      { prefix: "10.2.0.0/16", owner: "a" },
      { prefix: "11.0.0.0/8", owner: "c" },
    ];
    expect(overlapping(items).map(([a, b]) => [a.prefix, b.prefix])).toEqual([
      ["10.0.0.0/8", "10.1.0.0/16"],
      ["10.0.0.0/8", "10.1.2.0/24"],
    ]);
  });
});

describe("duplicates", () => {
  it("pairs each repetition with the first of its kind", () => {
    expect(duplicates(["a1", "b1", "a2", "a3"], (it) => it[0]!)).toEqual([
      ["a1", "a2"],
      ["a1", "a3"],
    ]);
  });
});
