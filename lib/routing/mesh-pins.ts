import { IConstruct } from "constructs";
import { describeKind, Misfit } from "../model/misfit";
import { given } from "../network/given";

/** What an app pins by construct id, and what of it is of the wrong kind. */
export interface PinsById<Pin> {
  readonly byId: ReadonlyMap<string, Pin>;
  /** By property, as `pins.a-c`. */
  readonly misfits: Record<string, unknown>;
}

export function pinsById<Pin extends object>(
  property: string,
  pins: Record<string, Pin> | undefined,
  names: Record<keyof Pin, true>,
): PinsById<Pin> {
  const byId = new Map<string, Pin>();
  const misfits: Record<string, unknown> = {};
  for (const [id, value] of Object.entries(given(pins, property))) {
    const place = (value as unknown) instanceof Misfit ? property : `${property}.${id}`;
    const pin: object = (value as unknown) instanceof Misfit ? { [id]: value } : given(value, id);
    const unknown = Object.keys(pin).filter((name) => !Object.hasOwn(names, name));
    for (const name of unknown) {
      const wrong = (pin as Record<string, unknown>)[name];
      misfits[name === id ? place : `${place}.${name}`] = wrong;
    }
    if (unknown.length === 0) byId.set(id, pin as Pin);
  }
  return { byId, misfits };
}

/** What pins say of constructs, by the constructs' paths. */
export function byPath<Pin, Value>(
  constructs: ReadonlyMap<string, IConstruct>,
  { byId }: PinsById<Pin>,
  value: (pin: Pin) => Value | undefined,
): Record<string, Value> {
  return Object.fromEntries(
    [...byId].flatMap(([id, pin]) => {
      const [owner, pinned] = [constructs.get(id), value(pin)];
      return owner && pinned !== undefined ? [[owner.node.path, pinned]] : [];
    }),
  );
}

/** What is wrong with pins, by property; those of constructs that are not there too. */
export function misfitsOf<Pin>(
  property: string,
  { byId, misfits }: PinsById<Pin>,
  constructs: ReadonlyMap<string, unknown> | undefined,
  [expected, remedy]: readonly [string, string],
): Record<string, unknown> {
  const unknown = [...byId].filter(([id]) => constructs && !constructs.has(id));
  return {
    ...misfits,
    ...Object.fromEntries(
      unknown.map(([id, pin]) => {
        return [`${property}.${id}`, new Misfit(describeKind(pin), expected, remedy)];
      }),
    ),
  };
}
