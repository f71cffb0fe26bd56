import { App, LocalBackend, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import { Delivery, Gateway, RouteBasedVpn } from "cdktf-routed-vpn";
import { HOST_KEY, preSharedKey, siteGateway } from "../fixtures/apps";
import { synthesize } from "../fixtures/synth";

/** An address that a cloud gives out: known to Terraform alone. */
class ElasticAddress extends TerraformResource {
  constructor(scope: TerraformStack) {
    super(scope, "eip", { terraformResourceType: "cloud_address" });
  }
  get ip(): string {
    return this.getStringAttribute("ip");
  }
}

type Deliver = "user data" | "SSH";

/** Two sites in stacks of their own; where their addresses are made. */
function twoStacks(deliver: Deliver, addressesApart: boolean) {
  return (app: App) => {
    const stack = (id: string) => {
      const made = new TerraformStack(app, id);
      new LocalBackend(made, { path: `${id}.tfstate` });
      return made;
    };
    const apart = addressesApart ? [stack("addresses-0"), stack("addresses-1")] : [];
    const stacks = [stack("east"), stack("west")];
    const delivery = deliver === "SSH" ? Delivery.ssh({ hostKey: HOST_KEY }) : undefined;
    const [left, right] = stacks.map((own, index): Gateway => {
      const address = new ElasticAddress(apart[index] ?? own).ip;
      return siteGateway(own, `g${index}`, index + 1, 2, { address, delivery });
    });
    new RouteBasedVpn(stacks[0]!, "vpn", {
      ...{ left: left!, right: right! },
      authentication: preSharedKey(),
    });
    if (deliver === "SSH") return;
    for (const [index, { userData: value }] of [left!, right!].entries()) {
      new TerraformOutput(stacks[index]!, "user_data", { value });
    }
  };
}

describe("S11: each site's stack makes its own address, and uses the other's", () => {
  it.each<Deliver>(["user data", "SSH"])("is refused in one located error, by %s", (deliver) => {
    const lines = () => {
      try {
        synthesize(twoStacks(deliver, false));
      } catch (error) {
        return (error as Error).message.split("\n");
      }
      throw new Error("nothing was refused");
    };
    const found = lines();
    expect(found).toHaveLength(4);
    expect(found[0]).toBe("The network has 1 problem; nothing was written.");
    expect(found[1]).toMatch(
      /^ {2}(east\/g0|west\/g1): address is "an attribute of another stack"/,
    );
    expect(found[2]).toMatch(/each of the two stacks needs a value of the other/);
    expect(found[3]).toMatch(/remedy: make the addresses in a stack of their own/);
  });

  it.each<Deliver>(["user data", "SSH"])(
    "is accepted with addresses in stacks apart, by %s",
    (it) => {
      expect(() => synthesize(twoStacks(it, true))).not.toThrow();
    },
  );
});
