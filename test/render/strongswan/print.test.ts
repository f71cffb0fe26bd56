import fc from "fast-check";
import { isOneLine } from "../../../lib/model/text";
import { printSettings, settingValue } from "../../../lib/render/strongswan/print";

/** Reads one value as strongSwan's lexer does: a plain word, or a string with escapes. */
function readValue(text: string): string | undefined {
  if (/^[^"\\#{}=,\s]+$/.test(text)) return text;
  const match = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text);
  return match?.[1]!.replace(/\\(["\\])/g, "$1");
}

describe("strongSwan's settings", () => {
  it("keep any value one value, or refuse it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let printed: string;
        try {
          printed = settingValue(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect(text === "" || !isOneLine(text)).toBe(true);
          return;
        }
        expect(readValue(printed)).toBe(text);
      }),
    );
  });

  it.each(["a.b", "a b", "a{", "a:b", "", "a\n}"])("refuse %j as a section's name", (name) => {
    expect(() => printSettings("x", [{ name }])).toThrow(RangeError);
  });

  it("refuse a list's item that would be two", () => {
    expect(() => settingValue(["a,b"])).toThrow(RangeError);
  });

  it.each(["a\nb { }", "a\u0085b", "a\rb"])("refuse %j in a comment", (comment) => {
    expect(() => printSettings("x", [{ name: "a", comment }])).toThrow(RangeError);
    expect(() => printSettings(comment, [])).toThrow(RangeError);
  });
});
