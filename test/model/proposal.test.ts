import fc from "fast-check";
import { Encryption, Integrity, KeyExchange, Prf, Proposal } from "cdktf-routed-vpn";
import { CIPHERS, GROUPS, INTEGRITY, parseProposal, PRFS } from "../../lib/model/proposal";

const WEAK = [
  "des",
  "3des",
  "null",
  "md5",
  "sha1",
  "sha",
  "prfmd5",
  "prfsha1",
  "modp768",
  "modp1024",
  "modp1536",
];

describe("proposals", () => {
  it("every algorithm of the API is one that the model knows, and none is missing", () => {
    expect(Object.values(Encryption).sort()).toEqual(CIPHERS.map(({ keyword }) => keyword).sort());
    expect(Object.values(Integrity).sort()).toEqual(Object.keys(INTEGRITY).sort());
    expect(Object.values(Prf).sort()).toEqual([...PRFS].sort());
    expect(Object.values(KeyExchange).sort()).toEqual([...GROUPS].sort());
  });

  it("typed or as a data sheet has it, a proposal is the same", () => {
    const typed = Proposal.ike({
      encryption: Encryption.AES_256_CBC,
      integrity: Integrity.SHA2_256,
      keyExchange: KeyExchange.MODP_2048,
    });
    expect(typed.keywords).toBe(Proposal.parse("aes256-sha256-modp2048").keywords);
    expect(parseProposal(typed.keywords, "ike")).toMatchObject({
      cipher: { keyword: "aes256" },
      integrity: "sha256",
      group: "modp2048",
    });
  });

  it("weak algorithms are refused wherever they stand, with the document that says so", () => {
    const strong = fc.constantFrom("aes256gcm16", "aes128", "sha256", "prfsha384", "ecp384");
    fc.assert(
      fc.property(fc.constantFrom(...WEAK), fc.array(strong), fc.nat(), (weak, words, at) => {
        const place = at % (words.length + 1);
        const text = [...words.slice(0, place), weak, ...words.slice(place)].join("-");
        for (const protocol of ["ike", "esp"] as const) {
          expect(parseProposal(text, protocol)).toMatch(new RegExp(`^${weak} is refused: `));
          expect(parseProposal(text.toUpperCase(), protocol)).toMatch(/is refused/);
        }
      }),
    );
  });

  it.each([
    ["aes128-aes256-sha256", "esp", /exactly one cipher/],
    ["sha256-ecp256", "ike", /exactly one cipher/],
    ["aes128-sha256-sha256", "esp", /named twice|at most one/],
    ["aes128-sha256-sha512", "esp", /at most one algorithm of each kind/],
    ["aes256gcm16-sha256", "esp", /brings its own integrity; drop sha256/],
    ["aes256gcm16-ecp384", "ike", /needs a PRF/],
    ["aes256gcm16-prfsha384-ecp384", "esp", /ESP has no PRF/],
    ["", "esp", /"" is no known algorithm/],
    ["aes128-sha256-ecp256\nikev1", "ike", /no known algorithm/],
  ] as const)("%j for %s is refused", (text, protocol, reason) => {
    expect(parseProposal(text, protocol)).toMatch(reason);
  });

  it("no text makes the parser throw, nor pass with a word it does not know", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseProposal(text, "ike");
        expect(typeof result === "string" || /^[a-z0-9-]+$/i.test(text)).toBe(true);
      }),
    );
  });

  it("S17: knows no word that JavaScript has on every object", () => {
    for (const word of ["__proto__", "constructor", "tostring", "valueof"]) {
      expect(parseProposal(`aes256gcm16-${word}`, "esp")).toMatch(/is no known algorithm$/);
    }
  });
});
