/** A command of a router's configuration, and those within its mode. */
export interface Command {
  readonly words: readonly Word[];
  readonly within?: readonly Command[];
}

/** A plain word, or one that needs quotes because its value is filled in later. */
export type Word = string | number | { readonly late: string };

const PLAIN = /^[A-Za-z0-9_.:/,+@-]+$/;
const PLACEHOLDER = /^@\{[A-Za-z0-9._-]+\}(\/\d+)?$/;

export function command(...words: Word[]): Command {
  return { words };
}

export function mode(words: readonly Word[], ...within: readonly Command[]): Command {
  return { words, within };
}

/** IOS: a mode's commands are indented by one space. It quotes nothing. */
export function printIndented(comment: string, commands: readonly Command[]): string {
  const lines = (all: readonly Command[], indent: string): string[] =>
    all.flatMap(({ words, within = [] }) => [
      indent + words.map((word) => printed(word, "")).join(" "),
      ...lines(within, `${indent} `),
    ]);
  return [`! ${comment}`, ...lines(commands, ""), ""].join("\n");
}

/** VyOS and Junos: every command whole, after `set`. */
export function printSet(comment: string, commands: readonly Command[], quote: "'" | '"'): string {
  const lines = (all: readonly Command[], before: readonly Word[]): string[] =>
    all.flatMap(({ words, within }) =>
      within
        ? lines(within, [...before, ...words])
        : [["set", ...[...before, ...words].map((word) => printed(word, quote))].join(" ")],
    );
  return [`# ${comment}`, ...lines(commands, []), ""].join("\n");
}

function printed(word: Word, quote: string): string {
  if (typeof word === "object") return `${quote}${checked(word.late)}${quote}`;
  return checked(String(word));
}

function checked(word: string): string {
  if (PLAIN.test(word) || PLACEHOLDER.test(word)) return word;
  throw new RangeError(`not a word of a router's configuration: ${JSON.stringify(word)}`);
}
