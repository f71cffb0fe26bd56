import { Construct } from "constructs";
import { NullProvider, TerraformProvider, TerraformStack } from "../cdktf";
import { NetworkOutput } from "../network/output";

const ID = "null-provider";

/**
 * The stack's provider of `null_resource`, unless the app configures one itself: before the gateway
 * or after it, from cdktf's package or from bindings of its own. So the decision waits for synthesis.
 */
export class FallbackNullProvider extends NullProvider {
  static in(scope: Construct): void {
    const output = NetworkOutput.in(scope);
    if (!output.node.tryFindChild(ID)) new FallbackNullProvider(output, ID);
  }

  public toTerraform(): object {
    return this.isReplaced() ? {} : (super.toTerraform() as object);
  }

  public toHclTerraform(): object {
    return this.isReplaced() ? {} : (super.toHclTerraform() as object);
  }

  /** A provider with an alias serves only resources that name it. */
  private isReplaced(): boolean {
    const stack = TerraformStack.of(this);
    return stack.node
      .findAll()
      .some(
        (node) =>
          node !== this &&
          TerraformProvider.isTerraformProvider(node) &&
          node.terraformResourceType === this.terraformResourceType &&
          node.alias === undefined &&
          TerraformStack.of(node) === stack,
      );
  }
}
