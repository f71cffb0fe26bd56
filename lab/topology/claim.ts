import { z } from "zod";

const pattern = z.string().refine(compiles, "a regular expression");
const patterns = z
  .union([pattern, z.array(pattern)])
  .default([])
  .transform((one) => [one].flat());

/** What a network promises, as a command and what it must print. */
export const claim = z.strictObject({
  /** in words, the checklist's number first where it has one */
  claim: z.string().min(1),
  /** a gateway, "host:NAME", "transit", or "vm", which reaches them all */
  on: z.string().min(1),
  /** a shell command */
  run: z.string().min(1),
  /** each must match what the command prints, line by line */
  prints: patterns,
  /** none may match */
  lacks: patterns,
  /** the command must fail */
  fails: z.boolean().default(false),
  /** seconds in which the claim must come true; it is asked again and again, or once if 0 */
  within: z.number().nonnegative().default(60),
  /** gateways that have lost their power meanwhile */
  cut: z.array(z.string()).default([]),
  /** gateways that are shut down and booted first */
  reboot: z.array(z.string()).default([]),
  /** gateways that lose their power and are booted first */
  powerCycle: z.array(z.string()).default([]),
});

export type Claim = z.output<typeof claim>;

/** What is wrong with a command's outcome, one line each. */
export function broken(claim: Claim, code: number, output: string): string[] {
  const wrong: string[] = [];
  if ((code !== 0) !== claim.fails)
    wrong.push(claim.fails ? "it succeeded" : `it failed with exit code ${code}`);
  const matches = (text: string) => new RegExp(text, "m").test(output);
  for (const one of claim.prints) if (!matches(one)) wrong.push(`it did not print /${one}/`);
  for (const one of claim.lacks) if (matches(one)) wrong.push(`it printed /${one}/`);
  return wrong;
}

function compiles(text: string): boolean {
  try {
    return new RegExp(text, "m") instanceof RegExp;
  } catch {
    return false;
  }
}
