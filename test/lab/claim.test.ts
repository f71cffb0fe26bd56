import { broken, claim } from "../../lab/topology/claim";

const claimed = (properties: object) =>
  claim.parse({ claim: "000.0 it answers", on: "a", run: "ping", ...properties });

describe("a claim of a lab file", () => {
  it("wants a command that succeeds, or one that fails where it says so", () => {
    expect(broken(claimed({}), 0, "")).toEqual([]);
    expect(broken(claimed({}), 2, "")).toEqual(["it failed with exit code 2"]);
    expect(broken(claimed({ fails: true }), 2, "")).toEqual([]);
    expect(broken(claimed({ fails: true }), 0, "")).toEqual(["it succeeded"]);
  });

  it("wants every pattern on some line of the output, and none of what it must lack", () => {
    const both = claimed({ prints: ["^ttl=62$", "^time"], lacks: "unreachable" });
    expect(broken(both, 0, "ttl=62\ntime=1\n")).toEqual([]);
    expect(broken(both, 0, "ttl=621\nunreachable\n")).toEqual([
      "it did not print /^ttl=62$/",
      "it did not print /^time/",
      "it printed /unreachable/",
    ]);
  });

  it("is asked for 20 seconds unless told, with every gateway on", () => {
    expect(claimed({})).toMatchObject({ within: 60, cut: [], fails: false });
  });

  it("may be asked once, which is all that a claim can bear that something does not happen", () => {
    expect(claimed({ within: 0 }).within).toBe(0);
  });

  it("refuses what is no regular expression", () => {
    expect(() => claimed({ prints: "(" })).toThrow(/a regular expression/);
  });
});
