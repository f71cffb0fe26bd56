import { InvalidNetworkError } from "../model/problem";

/** One thing that is wrong with the network that an app describes, and how to mend it. */
export interface NetworkProblem {
  /** Construct path, such as `backbone/mesh/a-c`. */
  readonly path: string;
  /** Property as the app has it, such as `left.address`. */
  readonly property: string;
  /** The value that is refused, as JSON; no secret is in it. */
  readonly value: string;
  /** What would be accepted. */
  readonly expected: string;
  /** What to do about it. */
  readonly remedy: string;
}

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
