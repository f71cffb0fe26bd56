import { NetworkProblem } from "../model/network-problem";
import { InvalidNetworkError } from "../model/problem";

/**
 * The error of synthesis, for pipelines that report its problems one by one. Its message lists all of them; more than
 * twenty are grouped there.
 */
export class InvalidNetwork {
  /** Whether synthesis has refused the network of an app with this error. */
  public static isInvalidNetwork(error: unknown): boolean {
    return error instanceof InvalidNetworkError;
  }

  /** All that is wrong; empty for any other error. */
  public static problemsOf(error: unknown): NetworkProblem[] {
    return error instanceof InvalidNetworkError ? error.problems.map((one) => ({ ...one })) : [];
  }

  private constructor() {}
}
