/** One thing that is wrong with the network as described, and how to mend it. */
export interface Problem {
  /** Construct path, e.g. `backbone/mesh/a-c`. */
  readonly path: string;
  /** Property as the app wrote it, e.g. `left.address`. */
  readonly property: string;
  /** The offending value, already made safe to print. */
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Longest excerpt of a bad value that a message repeats. */
const EXCERPT = 80;

/** What JSON leaves as it is, and a terminal or a log may not. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

function escapeControl(text: string): string {
  return text.replace(CONTROL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A construct in a value's place, say, has no JSON: it leads back to itself. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value === "object" ? "an object" : String(value);
  }
}

/** A value as it may appear in a message: JSON, so that no control character reaches a terminal. */
export function excerpt(value: unknown): string {
  const text = escapeControl(json(value));
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

export function problem(
  path: string,
  property: string,
  value: unknown,
  expected: string,
  remedy: string,
): Problem {
  return { path, property, value: excerpt(value), expected, remedy };
}

/**
 * The one message that lists everything. Sorted, so that the same app gives the same text; what
 * both ends of a tunnel found is told once.
 */
export function describeProblems(problems: readonly Problem[]): string {
  const texts = [...problems].sort(byPlace).map((p) => {
    const got = p.value === "undefined" ? "not set" : `is ${p.value}`;
    return `  ${escapeControl(p.path)}: ${escapeControl(p.property)} ${got}\n    expected: ${p.expected}\n    remedy: ${p.remedy}`;
  });
  const distinct = [...new Set(texts)];
  const count = distinct.length === 1 ? "1 problem" : `${distinct.length} problems`;
  return [`The network has ${count}; nothing was written.`, ...distinct].join("\n");
}

function byPlace(a: Problem, b: Problem): number {
  const left = `${a.path}\0${a.property}\0${a.value}\0${a.expected}`;
  const right = `${b.path}\0${b.property}\0${b.value}\0${b.expected}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Thrown where a plan is demanded of a network that has problems. */
export class InvalidNetworkError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.name = "InvalidNetworkError";
  }
}
