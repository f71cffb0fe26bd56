/**
 * What no line of text holds: control characters, the separators that some readers take for a line's
 * end, halves of surrogate pairs and noncharacters, which YAML 1.1 readers refuse with the whole file
 * (cloud-init among them), and bidirectional controls, which show a person another text than a
 * program reads (CVE-2021-42574).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\p{Noncharacter_Code_Point}\p{Bidi_Control}]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, "gu");

/** Whether every reader takes it for one line, and a person for what it is. */
export function isOneLine(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** For messages: what JSON leaves as it is, and a terminal or a log may not. */
export function escapeUnprintable(text: string): string {
  return text.replace(
    EACH_UNPRINTABLE,
    (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
}
