import fc from "fast-check";
import { z } from "zod";
import { ikeId } from "../../lib/model/identity";
import {
  isPlaceholder,
  Placeholder,
  placeholder,
  placeholdersIn,
  withoutPlaceholders,
} from "../../lib/model/placeholder";
import { describeProblems, excerpt, problem } from "../../lib/model/problem";
import { isTokenLike } from "../../lib/model/rule";
import { asn, description, deviceName, endpointAddress, prefix } from "../../lib/model/values";
import { Lazy, Token } from "cdktf";

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success;
}

describe("values", () => {
  it("a device name is one word that the kernel and every configuration file take", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        if (accepts(deviceName, text)) expect(text).toMatch(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/);
      }),
    );
    expect(accepts(deviceName, "enp0s31f6.4094")).toBe(true);
  });

  it.each(["eth0\n", "-eth0", "", "..", "eth 0", "eth0;", "ethé", "a/b"])(
    "%j is no device name",
    (text) => expect(accepts(deviceName, text)).toBe(false),
  );

  it("a description is one line, whatever a reader takes for a line's end", () => {
    for (const breaks of ["\n", "\r", "\u0000", "\u0085", "\u2028", "\u2029", "\u001b"]) {
      expect(accepts(description, `a${breaks}b`)).toBe(false);
    }
    expect(accepts(description, 'circuit "4711" ${x} — Zürich')).toBe(true);
  });

  it.each([64512, 65534, 4200000000, 4294967294, 1])("AS %d is one", (value) =>
    expect(accepts(asn, value)).toBe(true),
  );

  it.each([
    "0.0.0.0",
    "127.0.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "ff02::1",
    "fe80::1%eth0",
  ])("%s is no address of a tunnel's end", (text) =>
    expect(accepts(endpointAddress, text)).toBe(false),
  );

  it("a placeholder may stand for an address, never for a prefix", () => {
    expect(accepts(endpointAddress, new Placeholder("address.a"))).toBe(true);
    expect(accepts(prefix, placeholder("address.a"))).toBe(false);
  });
});

describe("placeholders", () => {
  it.each(["secret.psk", "address.a", "local-address.a"])(
    "W4: @{%s} is the library's alone: an address or identity that looks like it is refused",
    (name) => {
      expect(accepts(endpointAddress, placeholder(name))).toBe(false);
      expect(accepts(endpointAddress, { name })).toBe(false);
      expect(accepts(ikeId, placeholder(name))).toBe(false);
      expect(accepts(ikeId, `a${placeholder(name)}`)).toBe(false);
    },
  );

  it("are found in any text, each once, sorted", () => {
    const text = `${placeholder("b.2")} @{} ${placeholder("a-1")}${placeholder("b.2")} @{-x} @x`;
    expect(placeholdersIn(text)).toEqual(["a-1", "b.2"]);
    expect(withoutPlaceholders(text)).toBe("x @{} xx @{-x} @x");
  });

  it("have names that nothing else can be taken for", () => {
    for (const name of ["", "a b", "a}", "@{a}", "-a"]) {
      expect(() => placeholder(name)).toThrow(RangeError);
    }
    expect(isPlaceholder("@{a}@{b}")).toBe(false);
  });

  it("none is found in the shell's and Terraform's own marks", () => {
    expect(placeholdersIn('${var.x} %{if} $@ ${@} "$@" @{ x } {x}')).toEqual([]);
  });
});

describe("tokens", () => {
  it("of every kind are recognized without cdktf", () => {
    const late = Lazy.anyValue({ produce: () => 1 });
    expect(isTokenLike(Token.asString(late))).toBe(true);
    expect(isTokenLike(`10.${Token.asString(late)}.0.0/16`)).toBe(true);
    expect(isTokenLike(Token.asNumber(late))).toBe(true);
    expect(isTokenLike(Token.asList(late)[0])).toBe(true);
  });

  it("what is none is not taken for one", () => {
    for (const value of [
      0,
      -1,
      65001,
      1e9,
      -1e300 * 0,
      "",
      "${x}",
      "#{x}",
      "Token",
      undefined,
      null,
    ]) {
      expect(isTokenLike(value)).toBe(false);
    }
  });
});

describe("a problem", () => {
  const text = describeProblems([
    problem("net/b", "asn", 0, "an AS number", "set it"),
    problem("net/a", "address", undefined, "an address", "set it"),
  ]);

  it("names path, property, value, expectation and remedy, and what is missing", () => {
    expect(text).toBe(
      [
        "The network has 2 problems; nothing was written.",
        "  net/a: address not set",
        "    expected: an address",
        "    remedy: set it",
        "  net/b: asn is 0",
        "    expected: an AS number",
        "    remedy: set it",
      ].join("\n"),
    );
  });

  it("shows any value on one short line without control characters", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const shown = excerpt(value);
        expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(shown.length).toBeLessThan(600);
      }),
    );
  });
});
