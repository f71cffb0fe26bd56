/** A section of strongSwan's settings. What is undefined is not written: the daemon's default holds. */
export interface Section {
  readonly name: string;
  readonly comment?: string;
  readonly settings?: Readonly<Record<string, Value | undefined>>;
  readonly sections?: readonly Section[];
}

export type Value = string | number | boolean | readonly string[];
