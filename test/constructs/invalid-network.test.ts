import os from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import { InvalidNetwork } from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";

function errorOf(build: (stack: TerraformStack) => void): unknown {
  const app = new App({ outdir: path.join(os.tmpdir(), "routed-vpn-never-written") });
  build(new TerraformStack(app, "net"));
  try {
    app.synth();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("InvalidNetwork", () => {
  it("gives a pipeline each problem of a refused network", () => {
    const error = errorOf((stack) => {
      siteGateway(stack, "a", 1, 2, { underlayMtu: 10 });
    });
    expect(InvalidNetwork.isInvalidNetwork(error)).toBe(true);
    const [problem, ...others] = InvalidNetwork.problemsOf(error);
    expect(others).toEqual([]);
    expect(problem).toEqual({
      path: "net/a",
      property: "underlayMtu",
      value: "10",
      expected: expect.stringContaining("1280"),
      remedy: expect.any(String),
    });
  });

  it.each([new Error("The network has 1 problem"), undefined, "text"])(
    "takes no other error for one: %p",
    (error) => {
      expect(InvalidNetwork.isInvalidNetwork(error)).toBe(false);
      expect(InvalidNetwork.problemsOf(error)).toEqual([]);
    },
  );
});
