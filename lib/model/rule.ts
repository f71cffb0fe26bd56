import { z } from "zod";
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

/** Whoever writes the secret itself where none belongs must not find it in a build's log. */
const SECRET_NAME = /secret|psk|password|preshared/i;
const HIDDEN_VALUE = "a value that is not shown, lest it be the secret";

/** Whoever mixes up the two halves of a key pair must not either. */
const PRIVATE_KEY = /PRIVATE KEY/;

function shown(property: string, value: unknown): string {
  if (SECRET_NAME.test(property) || PRIVATE_KEY.test(String(value))) return HIDDEN_VALUE;
  return isTokenLike(value) ? TOKEN_VALUE : excerpt(value);
}

/** Turns zod's issues about one intent into problems at its construct. */
export function problemsOf(path: string, input: unknown, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => {
        const property = [...issue.path, key].join(".");
        return {
          path,
          property,
          value: shown(property, dig(input, [...issue.path, key])),
          expected: "a property that this construct knows",
          remedy: "remove it; API.md lists the properties",
        };
      });
    }
    const value = dig(input, issue.path);
    const property = issue.path.join(".") || "props";
    if (isTokenLike(value)) {
      return [
        {
          path,
          property,
          value: TOKEN_VALUE,
          expected: `a value known at synthesis, since the network is planned with it: ${issue.message}`,
          remedy: "write the value itself; only addresses and secrets may come from Terraform",
        },
      ];
    }
    const params =
      "params" in issue ? (issue.params as { remedy?: string } | undefined) : undefined;
    return [
      {
        path,
        property,
        value: shown(property, value),
        expected: issue.message,
        remedy: params?.remedy ?? "correct the value; API.md documents its type and range",
      },
    ];
  });
}

function dig(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
}
