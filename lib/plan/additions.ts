import { ADDITIONS } from "../model/additions";
import { GatewayIntent } from "../model/gateway";
import { AdditionsPlan } from "./types";

/** What the app adds to a gateway; nothing where it adds nothing. */
export function planAdditions(gateway: GatewayIntent): AdditionsPlan | undefined {
  const given = ADDITIONS.filter((method) => (gateway[method] ?? []).length > 0);
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map((method) => [method, gateway[method]]));
}
