import type { TerraformStack } from "cdktf";
import { Hostile, made } from "./hostile";

/** Counts the places of an app, and puts something else in some of them. */
export class Places {
  public passed = 0;
  private readonly wrong: ReadonlyMap<number, Hostile>;

  constructor(
    public readonly stack: TerraformStack,
    wrong: readonly { readonly at: number; readonly value: Hostile }[],
  ) {
    this.wrong = new Map(wrong.map(({ at, value }) => [at, value]));
  }

  value<T>(value: T): T {
    const instead = this.wrong.get(this.passed++);
    return instead === undefined ? value : (made(instead, this.stack) as T);
  }

  props<T extends object>(props: T): T {
    const entries = Object.entries(props).map(([name, value]) => [name, this.value(value)]);
    return this.value(Object.fromEntries(entries) as T);
  }
}
