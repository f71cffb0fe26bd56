import { z } from "zod";
import { isDefault } from "./ip";
import { rule } from "./rule";
import { routedPrefix, unicastAddress } from "./values";
import { wordsOf } from "./word";
import { Isolation } from "./words/isolation";

export const ISOLATIONS = wordsOf(Isolation);

/** A route by an inner router. */
export const insideRoutes = z
  .array(z.strictObject({ prefix: routedPrefix, via: unicastAddress }))
  .min(1)
  .optional();

const somePrefix = rule(
  routedPrefix,
  (text) => !isDefault(text),
  "a prefix longer than /0",
  "name the prefixes that may leave in clear; what is for no other site or prefix goes nowhere",
);

export const localBreakout = z.strictObject({
  prefixes: z.array(somePrefix).min(1),
  masquerade: z.boolean().optional(),
});
export type LocalBreakoutIntent = z.infer<typeof localBreakout>;
