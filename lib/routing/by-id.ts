import { describeKind, Misfit } from "../model/misfit";

/** What an app gives by construct id, and what of it is of the wrong kind. */
export interface ById<Value> {
  /** Of the app, as `pins`. */
  readonly property: string;
  readonly byId: ReadonlyMap<string, Value>;
  /** By property, as `pins.a-c`. */
  readonly misfits: Readonly<Record<string, unknown>>;
}

/** What something has to be the id of, and how to get there. */
export type Wanted = readonly [expected: string, remedy: string];

export const TUNNELS: Wanted = [
  "a tunnel that the mesh makes",
  "use the construct ids of the mesh's VPNs: two gateways' names in alphabetical order, '-' between",
];

/** What is wrong with it, by property; what is of nothing there is, too. */
export function misfitsOf(
  { property, byId, misfits }: ById<unknown>,
  exists: (id: string) => boolean,
  [expected, remedy]: Wanted,
): Record<string, unknown> {
  const unknown = [...byId].filter(([id]) => !exists(id));
  return {
    ...misfits,
    ...Object.fromEntries(
      unknown.map(([id, value]) => [
        `${property}.${id}`,
        new Misfit(describeKind(value), expected, remedy),
      ]),
    ),
  };
}
