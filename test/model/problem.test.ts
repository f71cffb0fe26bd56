import { spawnSync } from "child_process";
import { inspect } from "util";
import { describeProblems, InvalidNetworkError, Problem, problem } from "../../lib/model/problem";

function many(count: number, property = "espProposals.0"): Problem[] {
  return Array.from({ length: count }, (_, index) =>
    problem(
      `net/t${index}`,
      property,
      "des",
      `a strong proposal, unlike that of net/t${index}`,
      "mend it",
    ),
  );
}

describe("S13: an InvalidNetworkError prints its message alone", () => {
  const error = new InvalidNetworkError(many(2));

  it("as node prints what nothing has caught: no stack, no problem twice", () => {
    expect(inspect(error)).toBe(`[InvalidNetworkError: ${error.message}]`);
    expect(error.stack).not.toMatch(/\n\s+at /);
  });

  it("in an app that runs under node", () => {
    const app = `
      const { App, TerraformStack } = require("cdktf");
      const { Gateway } = require("./lib");
      const app = new App({ outdir: "/nonexistent" });
      const stack = new TerraformStack(app, "net");
      new Gateway(stack, "a", { address: "x" });
      app.synth();`;
    const { stderr } = spawnSync(process.execPath, ["-r", "tsx/cjs", "-e", app], {
      encoding: "utf8",
    });
    expect(stderr.match(/net\/a: address is "x"/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at |lib\/network|problems: \[/);
  }, 120_000);

  it("still lists them for programs", () => {
    expect(error.problems).toHaveLength(2);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("InvalidNetworkError");
  });
});

describe("more than twenty problems", () => {
  it("are told one by one up to twenty", () => {
    expect(describeProblems(many(20)).match(/expected:/g)).toHaveLength(20);
  });

  it("are grouped by kind, with counts and the first places", () => {
    const problems = [
      ...many(30),
      ...many(5, "asn"),
      problem("net/x", "name", "y", "another", "do"),
    ];
    const message = describeProblems(problems);
    expect(message).toMatch(/^The network has 36 problems; nothing was written\. By kind/);
    expect(message.match(/expected:/g)).toHaveLength(3);
    expect(message).toMatch(/30 × espProposals\.0[^]*net\/t0: [^]*net\/t1: [^]*and 27 more/);
    expect(message.indexOf("30 ×")).toBeLessThan(message.indexOf("5 ×"));
    expect(message).toMatch(/net\/x: name is "y"/);
    expect(new InvalidNetworkError(problems).problems).toHaveLength(36);
    expect(message.length).toBeLessThan(2000);
  });
});
