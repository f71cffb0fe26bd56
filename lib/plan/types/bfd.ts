/** How one end of a session watches it. */
export interface BfdTimers {
  readonly transmitIntervalMs: number;
  readonly receiveIntervalMs: number;
  readonly detectMultiplier: number;
  /** Between echo packets, where there are any. */
  readonly echoIntervalMs?: number;
}

export interface BfdProfilePlan extends BfdTimers {
  readonly name: string;
  /** Whether it waits for the neighbor to begin. */
  readonly passiveMode?: boolean;
  /** Hops that packets of neighbors further off than one must have left. */
  readonly minimumTtl?: number;
}
