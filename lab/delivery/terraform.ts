import { randomBytes } from "node:crypto";
import { run, type Finished } from "../processes";

/** `terraform` in a copy of the synthesized stack. */
export class Terraform {
  constructor(
    private readonly folder: string,
    private readonly variables: Record<string, string>,
  ) {}

  async init(): Promise<void> {
    await this.call(120, "init", "-input=false");
  }

  /** Fills the outputs without creating anything, so that user data is there before any machine is. */
  async refresh(): Promise<void> {
    await this.call(120, "apply", "-refresh-only", "-auto-approve", "-input=false");
  }

  async output(name: string): Promise<string> {
    return (await this.call(60, "output", "-raw", name)).stdout;
  }

  /** Provisions over SSH; returns what Terraform printed. */
  async apply(): Promise<string> {
    return (await this.call(3600, "apply", "-auto-approve", "-input=false")).stdout;
  }

  private call(timeLimit: number, ...words: string[]): Promise<Finished> {
    const variables = Object.entries(this.variables).map(([name, value]) => [
      `TF_VAR_${name}`,
      value,
    ]);
    const env = {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      ...Object.fromEntries(variables),
    };
    return run(
      "terraform",
      [`-chdir=${this.folder}`, ...words, ...(words[0] === "output" ? [] : ["-no-color"])],
      {
        env,
        timeLimit,
      },
    );
  }
}

/** Replaces {{names}} by the lab's own values; {{random.secret}} and {{random.key}} are others in each text. */
export function fillIn(
  place: string,
  templates: Record<string, string>,
  values: Record<string, string>,
): Record<string, string> {
  const unknown: string[] = [];
  const filled = Object.entries(templates).map(([variable, template]) => {
    const known: Record<string, string> = {
      ...values,
      "random.secret": randomBytes(24).toString("hex"),
      "random.key": randomBytes(8).toString("hex"),
    };
    const value = template.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (_, name: string) => {
      if (!(name in known)) unknown.push(`${variable}: {{${name}}}`);
      return known[name] ?? "";
    });
    return [variable, value];
  });
  if (unknown.length > 0) {
    const names = ["random.secret", "random.key", ...Object.keys(values)].map(
      (name) => `{{${name}}}`,
    );
    throw new Error(
      `lab.yaml, ${place}: unknown ${unknown.join(", ")}; the lab knows ${names.join(" ")}`,
    );
  }
  return Object.fromEntries(filled);
}
