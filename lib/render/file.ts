/** One file as it will lie on the gateway. */
export interface GatewayFile {
  /** Absolute path on the gateway. */
  readonly path: string;
  /** Octal, as chmod takes it. */
  readonly mode: "0600" | "0640" | "0644" | "0755";
  /** `root` unless a daemon of its own user reads it. */
  readonly owner: "root" | "frr";
  readonly text: string;
}
