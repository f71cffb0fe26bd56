import fc from "fast-check";
import {
  addressAt,
  cidr,
  Cidr,
  comparePrefixes,
  contains,
  formatCidr,
  formatIp,
  ip,
  isNetwork,
  network,
  overlaps,
  parseCidr,
  parseIp,
  subnetAt,
  subnetCount,
} from "../../lib/model/ip";

const WIDTH = { 4: 32, 6: 128 } as const;

const anyCidr: fc.Arbitrary<Cidr> = fc.constantFrom(4 as const, 6 as const).chain((family) =>
  fc.record({
    family: fc.constant(family),
    value: fc.bigInt({ min: 0n, max: 2n ** BigInt(WIDTH[family]) - 1n }),
    length: fc.integer({ min: 0, max: WIDTH[family] }),
  }),
);

/** The bits of an address as text, for containment without arithmetic. */
function bits({ family, value }: { family: 4 | 6; value: bigint }): string {
  return value.toString(2).padStart(WIDTH[family], "0");
}

describe("IP addresses", () => {
  it("print and parse back", () => {
    fc.assert(
      fc.property(anyCidr, (prefix) => {
        expect(parseCidr(formatCidr(prefix))).toEqual(prefix);
        const { family, value } = prefix;
        expect(parseIp(formatIp(prefix))).toEqual({ family, value });
      }),
    );
  });

  it("print as RFC 5952 has it", () => {
    const canonical = (text: string) => formatIp(ip(text));
    expect(canonical("2001:DB8:0:0:0:0:0:1")).toBe("2001:db8::1");
    expect(canonical("2001:db8:0:1:1:1:1:1")).toBe("2001:db8:0:1:1:1:1:1");
    expect(canonical("::")).toBe("::");
  });

  it.each([
    "",
    "10.1.0",
    "10.1.0.256",
    "010.1.0.1",
    "10.1.0.1 ",
    "10.1.0.1\n",
    "10.1.0.1/24",
    "fd01::1%eth0",
    "::ffff:10.0.0.1",
    "fd01:::1",
    "fd01::g",
    "1:2:3:4:5:6:7:8:9",
    "localhost",
  ])("%j is none", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it.each([
    "10.1.0.0",
    "10.1.0.0/",
    "10.1.0.0/33",
    "fd01::/129",
    "10.1.0.0/024",
    "10.1.0.0/-1",
    "/24",
  ])("%j is no prefix", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe("prefixes", () => {
  it("contain what shares their leading bits", () => {
    fc.assert(
      fc.property(anyCidr, anyCidr, (outer, inner) => {
        const shared =
          outer.family === inner.family &&
          outer.length <= inner.length &&
          bits(outer).slice(0, outer.length) === bits(inner).slice(0, outer.length);
        expect(contains(outer, inner)).toBe(shared);
      }),
    );
  });

  it("contain their own network and first address", () => {
    fc.assert(
      fc.property(anyCidr, (prefix) => {
        expect(isNetwork(network(prefix))).toBe(true);
        expect(contains(prefix, network(prefix))).toBe(true);
        expect(contains(prefix, addressAt(prefix, 0))).toBe(true);
      }),
    );
  });

  it("overlap in one direction as in the other, and only within a family", () => {
    fc.assert(
      fc.property(anyCidr, anyCidr, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        if (a.family !== b.family) expect(overlaps(a, b)).toBe(false);
      }),
    );
  });

  it("divide into subnets that do not overlap and leave nothing out", () => {
    const pool = cidr("10.0.0.0/28");
    const subnets = Array.from({ length: Number(subnetCount(pool, 31)) }, (_, i) =>
      subnetAt(pool, 31, BigInt(i)),
    );
    expect(subnets).toHaveLength(8);
    expect(subnets.map(formatCidr).slice(0, 2)).toEqual(["10.0.0.0/31", "10.0.0.2/31"]);
    expect(formatCidr(subnets[7]!)).toBe("10.0.0.14/31");
    expect(subnets.every((subnet) => contains(pool, subnet))).toBe(true);
  });

  it("sort by family, address and length", () => {
    const sorted = [
      "9.0.0.0/8",
      "10.0.0.0/8",
      "10.0.0.0/16",
      "10.2.0.0/16",
      "fd01::/64",
      "fd02::/16",
    ];
    expect([...sorted].reverse().sort(comparePrefixes)).toEqual(sorted);
  });
});
