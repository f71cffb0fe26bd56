import { gzipSync } from "zlib";
import fc from "fast-check";
import { parse } from "yaml";
import { GatewayPayload, payloadOf, STAGING } from "../../lib/payload/bundle";
import { userDataOf } from "../../lib/payload/user-data";
import { gatewayPlan } from "../fixtures/plan";

interface CloudConfig {
  write_files: { path: string; permissions: string; content: string }[];
  runcmd: string[][];
}

function payload(files: Record<string, string>): GatewayPayload {
  return {
    name: "a",
    hash: "",
    placeholders: [],
    files: Object.entries(files).map(([path, text]) => ({ path, text, placeholders: [] })),
  };
}

function read(text: string): CloudConfig {
  return parse(text, { schema: "yaml-1.1" }) as CloudConfig;
}

describe("user data", () => {
  const whole = payloadOf(gatewayPlan());
  const document = read(userDataOf(whole));

  it("is what cloud-init takes for a configuration", () => {
    expect(userDataOf(whole).split("\n")[0]).toBe("#cloud-config");
    expect(Object.keys(document)).toEqual(["write_files", "runcmd"]);
  });

  it("of a gateway of MODEL-7 is small enough for any cloud when compressed (AWS: 16 KiB)", () => {
    expect(gzipSync(userDataOf(whole)).length).toBeLessThan(16 * 1024);
  });

  it("holds exactly the payload, byte for byte", () => {
    const staged = document.write_files.map(({ path, content }) => [path, content]);
    const files = whole.files.map(({ path, text }) => [`${STAGING}/${path}`, text]);
    expect(staged).toHaveLength(files.length);
    expect(staged).toEqual(expect.arrayContaining(files));
  });

  it("stages files for root alone, the mode a string that no YAML takes for a number", () => {
    expect(new Set(document.write_files.map(({ permissions }) => permissions))).toEqual(
      new Set(["0600"]),
    );
  });

  it("runs the same apply as SSH delivery does", () => {
    expect(document.runcmd).toEqual([["sh", `${STAGING}/apply`]]);
  });

  it("brings any text through unchanged", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme-ascii" }),
      fc.constantFrom(
        "",
        " ",
        "\t",
        "# x",
        "---",
        "- a",
        "key: value",
        "@{secret.psk}",
        "${x}",
        "%{if}",
        "  indented",
        "trailing  ",
      ),
    );
    // As files are: the last line says something, with a newline or without.
    const text = fc
      .tuple(fc.array(line), fc.stringMatching(/^[!-~]{1,20}$/), fc.constantFrom("", "\n"))
      .map(([lines, last, end]) => `${[...lines, last].join("\n")}${end}`);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const files = Object.fromEntries(texts.map((it, index) => [`file${index}`, it]));
        const written = read(userDataOf(payload(files))).write_files;
        const contents = Object.keys(files).map(
          (name) => written.find(({ path }) => path === `${STAGING}/${name}`)?.content,
        );
        expect(contents).toEqual(texts);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps a line as long as it is: nothing is folded", () => {
    const text = `${"word ".repeat(100)}end\n`;
    expect(userDataOf(payload({ long: text }))).toContain(text.trimEnd());
  });
});
