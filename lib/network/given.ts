import { isPlainObject, Misfit } from "../model/misfit";

/**
 * What an app gave to a construct, read without trust: TypeScript's types bind no app in JavaScript.
 * Whatever is of the wrong kind becomes a Misfit in the construct's intent, where the model refuses it.
 */

/**
 * An object of properties; unset is as empty. Anything else becomes an object whose one property,
 * of the given name, the model refuses.
 */
export function given<T extends object>(props: T | undefined, property = "props"): T {
  if (props === undefined) return {} as T;
  const read = givenObject(props);
  return (read instanceof Misfit ? { [property]: read } : read) as T;
}

/** The same where an object has to be. */
export function givenObject(props: object): object | Misfit {
  try {
    if (isPlainObject(props)) return { ...props };
  } catch {
    // Falls through: a property that cannot be read.
  }
  const remedy = "write the properties in braces, as API.md lists them";
  return Misfit.of(props, "an object of properties", remedy);
}

const UNKNOWN = ["a property that this construct knows", "remove it; API.md lists the properties"];

/** Pins of exactly these names, each present; any other is refused. */
export function givenPins<T extends object>(
  pins: T | undefined,
  names: Record<keyof T, true>,
): { readonly [P in keyof T]: unknown } {
  const all = given(pins, "pins") as Record<string, unknown>;
  const known = Object.keys(names).map((name) => [name, all[name]]);
  const unknown = Object.entries(all)
    .filter(([name]) => !Object.hasOwn(names, name))
    .map(([name, value]) => [
      name === "pins" ? name : `pins.${name}`,
      Misfit.of(value, UNKNOWN[0]!, UNKNOWN[1]!),
    ]);
  return Object.fromEntries([...known, ...unknown]) as { readonly [P in keyof T]: unknown };
}

/**
 * An intent of what the construct sets and of what it passes on from the app. A property that the
 * app names like one that the construct sets is one that the construct does not know.
 */
export function intentOf<Own extends object, A extends object, B extends object = object>(
  own: Own,
  ...passed: [A?, B?]
): Own & A & B {
  const intent = { ...own } as Record<string, unknown>;
  for (const [name, value] of passed.flatMap((part) => Object.entries(part ?? {}))) {
    intent[name] = Object.hasOwn(intent, name) ? Misfit.of(value, UNKNOWN[0]!, UNKNOWN[1]!) : value;
  }
  return intent as Own & A & B;
}

/** Something that one of our classes makes: read by `read`, or refused with how it is made. */
export function chosen<C, R>(
  value: C | undefined,
  type: { readonly prototype: C },
  read: (choice: C) => R,
  how: string,
): R | Misfit | undefined {
  if (value === undefined) return undefined;
  if ((value as unknown) instanceof Misfit) return value as Misfit;
  const made = type as unknown as abstract new () => C;
  if (value instanceof made) return read(value);
  return Misfit.of(value, `${article(made.name)} of this library`, how);
}

/** A list of such; what is no list is left to the model to refuse. */
export function chosenList<C, R>(
  values: readonly C[] | undefined,
  type: { readonly prototype: C },
  read: (choice: C) => R,
  how: string,
): unknown {
  if (!Array.isArray(values)) return values;
  return Array.from(values as C[], (value) => chosen(value, type, read, how) ?? null);
}

/** A copy of a list, which the app may change later; what is no list is left to the model to refuse. */
export function copied<T>(values: readonly T[]): T[] {
  return Array.isArray(values) ? ([...values] as T[]) : (values as T[]);
}

/** The items of what should be a list; of anything else none, since the model refuses it. */
export function items<T>(values: readonly T[] | undefined): T[] {
  return Array.isArray(values) ? Array.from(values as T[]) : [];
}

function article(name: string): string {
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
