import { NetworkProblem } from "./network-problem";
import { escapeUnprintable } from "./text";

export type Problem = NetworkProblem;

/** Longest excerpt of a bad value that a message repeats. */
const EXCERPT = 80;

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
  const text = escapeUnprintable(json(value));
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

/** More problems than this are grouped by kind: a template's fault comes once for each of its tunnels. */
const SINGLY = 20;
/** Places that a kind of problem names; `InvalidNetworkError.problems` has all. */
const PLACES = 3;

/**
 * The one message that lists everything. Sorted, so that the same app gives the same text; what
 * both ends of a tunnel found is listed once.
 */
export function describeProblems(problems: readonly Problem[]): string {
  const sorted = [...problems].sort(byPlace);
  const distinct = [...new Map(sorted.map((one) => [textOf(one), one])).values()];
  const count = distinct.length === 1 ? "1 problem" : `${distinct.length} problems`;
  const title = `The network has ${count}; nothing was written.`;
  if (distinct.length <= SINGLY) return [title, ...distinct.map(textOf)].join("\n");
  const kinds = new Map<string, Problem[]>();
  for (const one of distinct) {
    const kind = `${one.property.replace(/\d+/g, "N")}\0${withoutNames(one.expected)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const groups = [...kinds.values()].sort((a, b) => b.length - a.length).map(groupText);
  return [`${title} By kind, the most frequent first:`, ...groups].join("\n");
}

/** What two problems of one kind expect differs in the paths, names and numbers that it refers to. */
function withoutNames(expected: string): string {
  return expected.replace(/\S*[\d/]\S*/g, "…");
}

function textOf(problem: Problem): string {
  return `  ${placeOf(problem)}\n${adviceOf(problem)}`;
}

function placeOf({ path, property, value }: Problem): string {
  const got = value === "undefined" ? "not set" : `is ${value}`;
  return `${escapeUnprintable(path)}: ${escapeUnprintable(property)} ${got}`;
}

function adviceOf({ expected, remedy }: Problem): string {
  return `    expected: ${escapeUnprintable(expected)}\n    remedy: ${escapeUnprintable(remedy)}`;
}

function groupText(group: readonly Problem[]): string {
  const [first] = group;
  if (group.length === 1) return textOf(first!);
  const places = group.slice(0, PLACES).map((one) => `    ${placeOf(one)}`);
  const more = group.length - places.length;
  return [
    `  ${group.length} × ${escapeUnprintable(first!.property)}, the first of them with`,
    adviceOf(first!),
    ...places,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join("\n");
}

function byPlace(a: Problem, b: Problem): number {
  const left = `${a.path}\0${a.property}\0${a.value}\0${a.expected}`;
  const right = `${b.path}\0${b.property}\0${b.value}\0${b.expected}`;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Thrown where a plan is demanded of a network that has problems; its message lists them. */
export class InvalidNetworkError extends Error {
  declare readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], _line?: string) {
    super(describeProblems(problems));
    // Node prints an uncaught error's stack and its enumerable properties: the message is enough,
    // since the fault is in the app's values and not where synthesis found it.
    Object.defineProperties(this, {
      name: { value: "InvalidNetworkError" },
      problems: { value: problems },
      stack: { value: `InvalidNetworkError: ${this.message}`, configurable: true, writable: true },
    });
  }
}
