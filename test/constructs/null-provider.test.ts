import { TerraformProvider, TerraformStack } from "cdktf";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Delivery } from "cdktf-routed-vpn";
import { HOST_KEY, siteGateway } from "../fixtures/apps";
import { synthesizeStack } from "../fixtures/synth";

/** As `cdktf get` generates it: another class, the same provider. */
class GeneratedProvider extends TerraformProvider {
  constructor(scope: TerraformStack, id: string, alias?: string) {
    super(scope, id, {
      terraformResourceType: "null",
      terraformGeneratorMetadata: { providerName: "null" },
      terraformProviderSource: "registry.terraform.io/hashicorp/null",
    });
    this.wanted = alias;
  }
  private readonly wanted?: string;
  get alias(): string | undefined {
    return this.wanted;
  }
}

type Own = (stack: TerraformStack) => void;

function providers(before: Own, after: Own = () => {}): unknown {
  const json = synthesizeStack((stack) => {
    before(stack);
    for (const [index, name] of ["a", "b"].entries()) {
      siteGateway(stack, name, index + 1, 2, { delivery: Delivery.ssh({ hostKey: HOST_KEY }) });
    }
    after(stack);
  }).json("net");
  return (json.provider as { null: unknown }).null;
}

describe("S9: the null provider", () => {
  it("is the library's where the app has none, once for all gateways of a stack", () => {
    expect(providers(() => {})).toEqual([{}]);
  });

  it.each<[string, Own]>([
    ["cdktf's own class", (stack) => void new NullProvider(stack, "null")],
    ["generated bindings", (stack) => void new GeneratedProvider(stack, "null")],
  ])("is the app's where it has one, before the gateways or after: %s", (_, own) => {
    expect(providers(own)).toEqual([{}]);
    expect(providers(() => {}, own)).toEqual([{}]);
  });

  it("stays beside one with an alias, which serves only what names it", () => {
    const own: Own = (stack) => void new GeneratedProvider(stack, "other", "other");
    expect(providers(() => {}, own)).toEqual([{}, { alias: "other" }]);
  });
});
