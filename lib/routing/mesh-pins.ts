import { IConstruct } from "constructs";
import { Misfit } from "../model/misfit";
import { given } from "../network/given";
import { ById } from "./by-id";

export function pinsById<Pin extends object>(
  property: string,
  pins: Record<string, Pin> | undefined,
  names: Record<keyof Pin, true>,
): ById<Pin> {
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
  return { property, byId, misfits };
}

/** What pins say of constructs, by the constructs' paths. */
export function byPath<Pin, Value>(
  constructs: ReadonlyMap<string, IConstruct>,
  { byId }: ById<Pin>,
  value: (pin: Pin) => Value | undefined,
): Record<string, Value> {
  return Object.fromEntries(
    [...byId].flatMap(([id, pin]) => {
      const [owner, pinned] = [constructs.get(id), value(pin)];
      return owner && pinned !== undefined ? [[owner.node.path, pinned]] : [];
    }),
  );
}
