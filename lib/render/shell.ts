import { oneLine } from "./text";

const PLAIN = /^[A-Za-z0-9_/.,:+-]+$/;

/** An argument of a shell command: exactly one word, whatever it holds. */
export function shellWord(text: string): string {
  const word = oneLine(text);
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
