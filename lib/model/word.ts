/** A word of an enum. Intents and plans have words: they are data, and the enums are for apps. */
export type Word<E extends string> = `${E}`;

/** All words of an enum, for zod. */
export function wordsOf<E extends string>(all: Readonly<Record<string, E>>): readonly Word<E>[] {
  return Object.values<string>(all) as Word<E>[];
}
