import { Placeholder } from "./placeholder";
import { excerpt } from "./problem";

/**
 * A value of the wrong kind, in the place of the right one. Constructs leave it in their intent; no
 * schema accepts it, and what it says becomes the problem (`problemsOf`).
 */
export class Misfit {
  /**
   * @param value as a message shows it
   * @param property where the app wrote it, if not where it stands in the intent
   */
  constructor(
    readonly value: string,
    readonly expected: string,
    readonly remedy: string,
    readonly property?: string,
  ) {}

  /** The same, where the app wrote it in another property than the intent has it in. */
  at(property: string): Misfit {
    return new Misfit(this.value, this.expected, this.remedy, property);
  }

  static of(value: unknown, expected: string, remedy: string): Misfit {
    return value instanceof Misfit ? value : new Misfit(describeKind(value), expected, remedy);
  }
}

/** What a value is, without running any code of its own. */
export function describeKind(value: unknown): string {
  if (typeof value === "function") return "a function or class";
  if (typeof value === "symbol" || typeof value === "bigint") return `a ${typeof value}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object" || value === null) return excerpt(value);
  if (isPlainObject(value)) return "an object";
  return `an object of class ${className(value)}`;
}

/** A plain object of any realm: jest and jsii have more than one `Object`. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false;
  }
}

function className(value: object): string {
  try {
    const { name } = value.constructor;
    return typeof name === "string" && /^\w{1,60}$/.test(name) ? name : "unknown";
  } catch {
    return "unknown";
  }
}

export const PLAIN = "plain data: text, numbers, true or false, lists and objects of these";
const DEPTH_MAX = 12;

/**
 * A copy of an intent that is plain data throughout, with a Misfit for whatever is not. What the
 * schemas, the plan and the messages read has no getters, no cycles and no classes.
 */
export function plainData(value: unknown, depth = 0): unknown {
  if (value instanceof Misfit || value instanceof Placeholder) return value;
  switch (typeof value) {
    case "undefined":
    case "boolean":
    case "number":
    case "string":
      return value;
    case "object":
      break;
    default:
      return Misfit.of(value, PLAIN, "write the value itself");
  }
  if (value === null) return null;
  if (depth > DEPTH_MAX) return new Misfit("an object", PLAIN, "no property is nested so deeply");
  try {
    if (Array.isArray(value)) return Array.from(value, (item) => plainData(item, depth + 1));
    if (!isPlainObject(value)) return Misfit.of(value, PLAIN, "write the values themselves");
    return Object.fromEntries(
      Object.keys(value).map((key) => [key, plainData(value[key], depth + 1)]),
    );
  } catch {
    return Misfit.of(value, PLAIN, "give an object whose properties can be read");
  }
}
