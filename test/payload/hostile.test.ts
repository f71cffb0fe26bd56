import fc from "fast-check";
import { planNetwork } from "../../lib/plan/plan";
import { payloadOf } from "../../lib/payload/bundle";
import { gateway, gatewayOf, gre, intents, mesh, meshVpn } from "../fixtures/intents";
import { Tree } from "../fixtures/tree";

/** Free text of an app, wherever one can be given. */
interface Words {
  readonly description: string;
  readonly vpnDescription: string;
  readonly ikeId: string;
  readonly path: string;
  readonly argument: string;
}

const PLAIN: Words = {
  description: "plain-description",
  vpnDescription: "plain-circuit",
  ikeId: "plain.example",
  path: "plain-path",
  argument: "plain-argument",
};

/** What a has to install, or nothing if the model refuses the words. */
function payload(words: Words): Tree | undefined {
  const { plan } = planNetwork(
    intents({
      gateways: [
        gateway("a", 1, {
          asn: 65001,
          path: `net/${words.path}`,
          description: words.description,
          ikeId: words.ikeId,
        }),
        gateway("c", 2, { asn: 65002 }),
      ],
      vpns: [
        meshVpn("a", "c", {
          left: `net/${words.path}`,
          description: words.vpnDescription,
          secret: { kind: "command", argv: ["fetch", words.argument] },
        }),
      ],
      gres: [gre("a", "c")],
      meshes: [mesh([words.path, "c"])],
    }),
  );
  if (!plan) return undefined;
  const { files } = payloadOf(gatewayOf(plan, "a"));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

const TRICKS = [
  "\n",
  "\r",
  "\u2028",
  "\u0085",
  '"',
  "'",
  "`",
  "\\",
  "$(reboot)",
  "${x}",
  "%{if}",
  "#",
  "!",
  "}",
  "{",
  ";",
  "|",
  "include /etc/shadow",
  "exit",
  "router bgp 1",
  " ",
  "*",
  "@",
  "é",
];

const hostile = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.:@_-]{0,30}[A-Za-z0-9]$/),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
  fc
    .array(fc.constantFrom(...TRICKS), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join("")),
);

describe("hostile words", () => {
  const plain = payload(PLAIN)!;

  it.each(Object.keys(PLAIN) as (keyof Words)[])(
    "in %s are refused, or stay on the lines that hold the plain ones",
    (property) => {
      let accepted = 0;
      fc.assert(
        fc.property(hostile, (text) => {
          const tree = payload({ ...PLAIN, [property]: text });
          if (!tree) return;
          accepted++;
          expect(Object.keys(tree)).toEqual(Object.keys(plain));
          for (const [file, before] of Object.entries(plain)) {
            const [old, now] = [before.split("\n"), tree[file]!.split("\n")];
            expect([file, now.length]).toEqual([file, old.length]);
            const changed = old.filter((line, index) => line !== now[index]);
            for (const line of changed) expect(line).toContain(PLAIN[property]);
          }
        }),
        { numRuns: 120 },
      );
      // Else the property says nothing.
      expect(accepted).toBeGreaterThan(5);
    },
  );

  it("are told from the plain ones: the plain ones stand where they should", () => {
    const text = Object.values(plain).join("\n");
    expect(text).toContain(PLAIN.vpnDescription);
    expect(text).toContain(PLAIN.ikeId);
    expect(text).toContain(PLAIN.path);
    expect(text).toContain(PLAIN.argument);
  });
});
