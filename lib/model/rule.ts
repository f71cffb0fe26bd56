import { z } from "zod";
import { Misfit, PLAIN } from "./misfit";
import { excerpt, Problem } from "./problem";

/**
 * A check that says what it wants and how to get there. Zod's own issues know the first only;
 * the remedy travels in the issue's params.
 */
export function rule<T extends z.ZodType>(
  schema: T,
  holds: (value: z.infer<T>) => boolean,
  expected: string,
  remedy: string,
): T {
  return schema.refine(holds as (value: unknown) => boolean, {
    error: expected,
    params: { remedy },
    // A rule on top of another may take that one for granted.
    abort: true,
  }) as T;
}

/** cdktf begins tokens of strings with `$`, of lists with `#` and of maps with `&`. */
const TEXT_TOKEN = /[$#&]\{(?:Tf)?Token\[[^\]]*\]\}/;
/** cdktf encodes number tokens as negative doubles of this size (0xFBFF_0000_0000_0000 upwards). */
const NUMBER_TOKEN_LIMIT = -1.8e289;

export function isTokenLike(value: unknown): boolean {
  if (typeof value === "number") return value < NUMBER_TOKEN_LIMIT;
  return typeof value === "string" && TEXT_TOKEN.test(value);
}

const TOKEN_VALUE = "a Terraform token";

/** An app that writes the secret itself where none belongs must not find it in a build's log. */
const SECRET_NAME = /secret|psk|password|preshared|\bauthentication$|Authentication\./i;
const SECRET_KEY = /"[^"]*(?:secret|psk|password|preshared)[^"]*":/i;
export const HIDDEN_VALUE = "a value that is not shown, lest it be the secret";

/** An app that mixes up the two halves of a key pair must not either. */
const PRIVATE_KEY = /PRIVATE KEY/;

function shown(property: string, value: unknown): string {
  if (isTokenLike(value)) return TOKEN_VALUE;
  const text = JSON.stringify(value) ?? "";
  const hidden = SECRET_NAME.test(property) || SECRET_KEY.test(text) || PRIVATE_KEY.test(text);
  return hidden && value !== undefined ? HIDDEN_VALUE : excerpt(value);
}

function shownMisfit(property: string, { value }: Misfit): string {
  const hidden = SECRET_NAME.test(property) || PRIVATE_KEY.test(value);
  return hidden && value.startsWith('"') ? HIDDEN_VALUE : value;
}

const API = "correct the value; API.md documents its type and range";

/** Turns zod's issues about one intent into problems at its construct. */
export function problemsOf(path: string, input: unknown, error: z.ZodError): Problem[] {
  const misfits = new Set<Misfit>();
  return error.issues.flatMap((issue) =>
    placesOf(issue).flatMap(({ place, unknown }): Problem[] => {
      const { value, depth } = dig(input, place);
      const property = place.slice(0, depth).join(".") || "props";
      if (value instanceof Misfit) {
        if (misfits.has(value)) return [];
        misfits.add(value);
        const { remedy } = value;
        // A schema that wants a certain type says more than that this is plain data.
        const typed = value.expected === PLAIN && issue.code === "invalid_type";
        const expected = typed ? wanted(issue) : value.expected;
        const named = value.property ?? property;
        return [{ path, property: named, value: shownMisfit(named, value), expected, remedy }];
      }
      if (unknown) {
        const expected = "a property that this construct knows";
        const remedy = "remove it; API.md lists the properties";
        return [{ path, property, value: shown(property, value), expected, remedy }];
      }
      const expected = wanted(issue);
      if (isTokenLike(value)) {
        return [
          {
            path,
            property,
            value: TOKEN_VALUE,
            expected: `a value known at synthesis, since the network is planned with it: ${expected}`,
            remedy: "write the value itself; only addresses and secrets may come from Terraform",
          },
        ];
      }
      const params =
        "params" in issue ? (issue.params as { remedy?: string } | undefined) : undefined;
      const remedy = params?.remedy ?? API;
      return [{ path, property, value: shown(property, value), expected, remedy }];
    }),
  );
}

type Issue = z.ZodError["issues"][number];

function placesOf(issue: Issue): { place: readonly PropertyKey[]; unknown: boolean }[] {
  if (issue.code !== "unrecognized_keys") return [{ place: issue.path, unknown: false }];
  return issue.keys.map((key) => ({ place: [...issue.path, key], unknown: true }));
}

const TYPES: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "an object of properties",
  record: "an object of properties",
  string: "text",
};

/** Zod's own words where no rule has better ones. */
function wanted(issue: Issue): string {
  if (issue.code === "invalid_type") return TYPES[issue.expected] ?? issue.message;
  if (issue.code === "invalid_value") {
    return issue.values.length === 1
      ? String(issue.values[0])
      : `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  return issue.message;
}

/** What stands at a place of an intent, or the Misfit on the way there. */
function dig(input: unknown, place: readonly PropertyKey[]): { value: unknown; depth: number } {
  let value = input;
  for (const [depth, key] of place.entries()) {
    if (value instanceof Misfit) return { value, depth };
    const holds = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    value = holds ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return { value, depth: place.length };
}
