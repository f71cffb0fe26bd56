import { z } from "zod";
import { packageName } from "./additions";
import { isTokenLike, rule } from "./rule";
import { isPlain } from "./values";

const httpsUrl = rule(
  z.string(),
  (text) =>
    isLate(text)
      ? /^(https:\/\/|\$\{)/.test(text)
      : isPlain(text) && /^https:\/\/[^\s/?#]+\/\S*$/.test(text),
  "an address that begins with https:// and names a file there",
  "serve the payload by HTTPS: it may hold secrets, and so may its address",
);

/** One that Terraform may know alone, or in part. */
const word = rule(
  z.string(),
  (text) => isLate(text) || (text !== "" && isPlain(text)),
  "a non-empty argument without control characters",
  "put anything longer into a script of the machine's image",
);

/** Around a token, text goes into Terraform's expressions as it is. */
function isLate(text: string): boolean {
  return isTokenLike(text) && !/["\\\p{Cc}]/u.test(text);
}

const headers = z.record(z.string(), z.string());

/** Where a new machine fetches its payload from; not planned with, so that Terraform may know it alone. */
export const payloadSourceIntent = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("command"),
    command: z.array(word).min(1),
    packages: z.array(packageName).optional(),
  }),
  z.strictObject({
    kind: z.literal("url"),
    url: httpsUrl,
    headers: headers.optional(),
    token: z.strictObject({ url: z.string(), headers }).optional(),
  }),
]);
