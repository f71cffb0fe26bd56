import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Delivery, NetworkBoundary, RouteBasedVpn } from "cdktf-routed-vpn";
import { HOST_KEY, mesh, model7, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { synthesize } from "../fixtures/synth";

function stackOf(scope: Construct, id: string): TerraformStack {
  const stack = new TerraformStack(scope, id);
  new LocalBackend(stack, { path: `${id}.tfstate` });
  return stack;
}

function message(build: (app: App) => void): string {
  try {
    synthesize(build);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

const BOTH = ["dev", "prod"];

describe("S10: the boundary of a network", () => {
  it("lets two stacks of one App have the same names, addresses and AS numbers", () => {
    const result = synthesize((app) => {
      for (const id of BOTH) {
        const stack = stackOf(app, id);
        NetworkBoundary.around(stack);
        model7(stack);
        const { userData: value } = siteGateway(stack, "e", 5, 2);
        new TerraformOutput(stack, "user_data", { value });
      }
    });
    for (const id of BOTH) {
      const { gateways, sites } = result.plan(id);
      expect(gateways.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
      expect(sites.map(({ path }) => path)).toEqual([`${id}/east`, `${id}/west`]);
    }
  });

  it("without one they collide", () => {
    const text = message((app) => BOTH.forEach((id) => void model7(stackOf(app, id))));
    expect(text).toContain("a name that no other gateway has; dev/a has it");
  });

  it("may hold several stacks; user data is read from any other", () => {
    const result = synthesize((app) => {
      const prod = new Construct(app, "prod");
      NetworkBoundary.around(prod);
      NetworkBoundary.around(prod);
      const stacks = ["east", "west"].map((id) => stackOf(prod, id));
      const [left, right] = stacks.map((stack, i) => siteGateway(stack, `g${i}`, i + 1, 2));
      new RouteBasedVpn(stacks[0]!, "vpn", {
        ...{ left: left!, right: right! },
        authentication: preSharedKey("psk"),
      });
      const machines = stackOf(app, "machines");
      new TerraformOutput(machines, "user_data", { value: left!.userData });
    });
    const { value } = result.json("machines").output.user_data!;
    expect(value).toContain("gateways/g0/user-data");
    expect(value).toContain("base64encode(var.psk)");
  });

  it("works with gateways that are logged in to", () => {
    const delivery = Delivery.ssh({ hostKey: HOST_KEY });
    const result = synthesize((app) => {
      for (const id of BOTH) {
        const stack = stackOf(app, id);
        NetworkBoundary.around(stack);
        mesh(stack, [soleSite(stack, "a", 1, { delivery }), soleSite(stack, "c", 2)]);
      }
    });
    for (const id of BOTH)
      expect(Object.keys(result.json(id).resource.null_resource!)).toHaveLength(1);
  });

  it("is refused within a stack, and after what it is to hold", () => {
    expect(
      message((app) => NetworkBoundary.around(new Construct(stackOf(app, "net"), "part"))),
    ).toMatch(/net\/part: NetworkBoundary .*\n.*a boundary around whole stacks/);
    const late = message((app) => {
      const stack = stackOf(app, "net");
      siteGateway(stack, "a", 1, 2);
      NetworkBoundary.around(stack);
    });
    expect(late).toMatch(/net: NetworkBoundary .*\n.*net\/a is part of the network around it/);
  });

  it("S17: is refused around what is no construct", () => {
    for (const scope of [undefined, null, "net", {}, Symbol("net")]) {
      expect(() => NetworkBoundary.around(scope as never)).toThrow(
        /App: NetworkBoundary .*\n.*the construct whose parts are a network of their own/,
      );
    }
  });
});
