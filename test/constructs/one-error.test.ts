import * as fs from "fs";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Authentication, BfdProfile, GatewayProps, Proposal, Secret } from "cdktf-routed-vpn";
import { model7, siteGateway } from "../fixtures/apps";
import { lateText, two, untyped } from "../fixtures/bad-input";
import { refusal, scratchFolder, synthesize } from "../fixtures/synth";
import { readTree } from "../fixtures/tree";

const BAD: Partial<GatewayProps> = { asn: 0 };

describe("one error", () => {
  it("tells everything that is wrong at once, sorted by path", () => {
    const message = refusal((stack) => {
      two({ asn: 0, description: "a\nb" }, { espProposals: [Proposal.parse("des")] })(stack);
      new BfdProfile(stack, "fast", { transmitIntervalMs: 1, detectMultiplier: 0 });
    });
    const places = message.split("\n").filter((line) => /^ {2}\S/.test(line));
    expect(message).toMatch(/^The network has 5 problems; nothing was written\.\n/);
    expect(places.map((line) => line.trim().split(" ").slice(0, 2).join(" "))).toEqual([
      "net/a: asn",
      "net/a: description",
      "net/a-c: espProposals.0",
      "net/fast: detectMultiplier",
      "net/fast: transmitIntervalMs",
    ]);
  });

  it("is the same text whatever the order of construction", () => {
    const build = (names: string[]) =>
      refusal((stack) =>
        names.forEach((name) => siteGateway(stack, name, names.indexOf(name) + 1, 2, BAD)),
      );
    expect(build(["a", "b", "c"]).replace(/\d/g, "")).toBe(
      build(["c", "b", "a"]).replace(/\d/g, ""),
    );
  });

  it("lists the problems of all stacks", () => {
    const build = () =>
      synthesize((app) => {
        siteGateway(new TerraformStack(app, "one"), "a", 1, 2, BAD);
        siteGateway(new TerraformStack(app, "two"), "b", 2, 2, BAD);
      });
    expect(build).toThrow(/2 problems[^]*one\/a: asn is 0[^]*two\/b: asn is 0/);
  });

  it("names what refers to a bad gateway once, at the gateway", () => {
    expect(refusal(two({ asn: -1 }))).toMatch(/^The network has 1 problem/);
  });

  it("repeats no control character and no endless value", () => {
    const message = refusal(two({ description: `\u001b[31m\u009b\u2028${"x".repeat(10_000)}` }));
    for (const control of ["\u001b", "\u009b", "\u2028"]) expect(message).not.toContain(control);
    expect(message.length).toBeLessThan(600);
  });

  it("shows neither a secret nor the text of a token", () => {
    const message = refusal((stack) => {
      const secret = Secret.unsafeLiteral("correct horse battery staple");
      const authentication = Authentication.preSharedKey(secret);
      const late = lateText(stack);
      const a = { asn: -1, networks: [late], ...untyped<object>({ misspelt: late }) };
      two(a, { authentication, description: "a\nb" })(stack);
    });
    expect(message).toMatch(/4 problems/);
    expect(message).not.toContain("horse");
    expect(message).not.toMatch(/Token\[|\$\{/);
  });

  it("comes although a value of the network is used elsewhere", () => {
    const message = refusal((stack) => {
      const a = siteGateway(stack, "a", 1, 2, BAD);
      new TerraformOutput(stack, "user_data", { value: a.userData });
      new TerraformOutput(stack, "compressed", { value: a.userDataGzipBase64 });
    });
    expect(message).toMatch(/^The network has 1 problem/);
  });
});

describe("a network with problems", () => {
  it("writes nothing", () => {
    const outdir = scratchFolder();
    const build = (app: App) => two(BAD)(new TerraformStack(app, "net"));
    expect(() => synthesize(build, outdir)).toThrow(/nothing was written/);
    expect(readTree(outdir)).toEqual({});
  });

  it("writes no stack before the one that has the gateways", () => {
    const outdir = scratchFolder();
    const build = (app: App) => {
      for (const id of ["first", "second"]) {
        new TerraformOutput(new TerraformStack(app, id), "answer", { value: 42 });
      }
      two(BAD)(new TerraformStack(app, "third"));
      new TerraformOutput(new TerraformStack(app, "fourth"), "answer", { value: 42 });
    };
    expect(() => synthesize(build, outdir)).toThrow(/third\/a: asn is 0/);
    expect(readTree(outdir)).toEqual({});
  });

  it("leaves what an earlier synthesis wrote", () => {
    const outdir = scratchFolder();
    synthesize((app) => void model7(new TerraformStack(app, "net")), outdir);
    const before = readTree(outdir);
    const build = (app: App) =>
      void model7(new TerraformStack(app, "net"), { mesh: { holdTimeSeconds: 1 } });
    expect(() => synthesize(build, outdir)).toThrow(/nothing was written/);
    expect(readTree(outdir)).toEqual(before);
  });
});

describe("a network that shrinks", () => {
  it("leaves no folder of a gateway that is gone", () => {
    const outdir = scratchFolder();
    const build = (names: string[]) => (app: App) => {
      const stack = new TerraformStack(app, "net");
      names.forEach((name, index) => siteGateway(stack, name, index + 1, 2));
    };
    const gateways = () => fs.readdirSync(`${outdir}/stacks/net/gateways`).sort();
    synthesize(build(["a", "b"]), outdir);
    expect(gateways()).toEqual(["a", "b"]);
    synthesize(build(["a"]), outdir);
    expect(gateways()).toEqual(["a"]);
  });
});
