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
