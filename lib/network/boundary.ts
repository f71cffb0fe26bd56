import { Construct, IConstruct } from "constructs";
import { TerraformStack } from "../cdktf";
import { Misfit } from "../model/misfit";
import { InvalidNetworkError, problem } from "../model/problem";
import { Network } from "./network";

/**
 * What is planned together. Everything of an App is one network by default: names, addresses,
 * AS numbers and prefixes are unique in it, and failures are walked through all of it. A boundary makes a
 * part of the App a network of its own: production beside a copy for trials, say, with the same names.
 *
 * Nothing of one network can refer to another's constructs. Nothing is installed on a gateway for it.
 */
export class NetworkBoundary {
  /**
   * Makes everything below a scope a network of its own: a TerraformStack, or a construct that holds
   * stacks. To be called before the first gateway below it is made; a second call changes nothing.
   *
   * Errors: what is no construct; a scope within a stack; a scope below which something is planned already.
   *
   * @param scope the stack, or what holds the stacks
   */
  public static around(scope: IConstruct): void {
    if (!Construct.isConstruct(scope)) {
      const { value, expected, remedy } = Misfit.of(
        scope,
        "the construct whose parts are a network of their own",
        "give a TerraformStack, or a construct that holds stacks",
      );
      throw new InvalidNetworkError([
        { path: "App", property: "NetworkBoundary", value, expected, remedy },
      ]);
    }
    const refused = (expected: string, remedy: string): never => {
      const value = scope.node.path || "the App";
      throw new InvalidNetworkError([
        problem(scope.node.path || "App", "NetworkBoundary", value, expected, remedy),
      ]);
    };
    if (isWithinStack(scope)) {
      refused(
        "a boundary around whole stacks: a stack's files are those of one network",
        "give the part that is to be apart a TerraformStack, and the boundary that stack",
      );
    }
    const network = Network.of(scope);
    if (network === Network.at(scope)) return;
    const [planned] = network.within(scope);
    if (planned !== undefined) {
      refused(
        `a boundary that is drawn before anything within is made; ${planned} is part of the network around it`,
        "call NetworkBoundary.around() right after the stack is made",
      );
    }
    Network.around(scope);
  }

  private constructor() {}
}

function isWithinStack(scope: IConstruct): boolean {
  return scope.node.scopes.slice(0, -1).some((one) => TerraformStack.isStack(one));
}
