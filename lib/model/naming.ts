import { createHash } from "crypto";

/** Two billion names: of 5,000 at one place, two are the same once in 170 networks. */
const DIGITS = 6;

/** Longest name of a host (RFC 1123), and as long as any of a daemon's needs to be. */
export const NAME_MAX = 63;

/** Letters of any kind that no syntax takes become dashes; `Site A/gw` becomes `site-a-gw`. */
export function plainName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** Six digits of base 36 that stand for a text. */
export function shortHash(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
  const digits = (BigInt(`0x${hash}`) % 36n ** BigInt(DIGITS)).toString(36);
  return digits.padStart(DIGITS, "0");
}

/**
 * The text itself where it fits, else its beginning and a hash of all of it. Every name that is
 * composed of others goes through here, so that none outgrows the syntax that it is for.
 *
 * @param identity what the hash is of, where the text may have lost something on its way
 */
export function fittingName(text: string, max: number, identity = text): string {
  if (text.length <= max && text !== "") return text;
  const start = text.slice(0, max - DIGITS - 1).replace(/[-_.]+$/, "");
  const hash = shortHash(identity);
  return start === "" ? `x${hash}` : `${start}-${hash}`;
}
