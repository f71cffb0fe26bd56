/** One file as it will lie on the gateway. */
export interface GatewayFile {
  /** Absolute path on the gateway. */
  readonly path: string;
  /** Octal, as chmod takes it: four digits. */
  readonly mode: string;
  /** Its group too. `root` unless a daemon of its own user reads it. */
  readonly owner: string;
  readonly text: string;
}
