import { ADDITIONS } from "../model/additions";
import { GatewayIntent } from "../model/gateway";
import { Topology } from "./topology";
import { AdditionsPlan } from "./types";

/** What the app adds to a gateway; nothing where it adds nothing. */
export function planAdditions(
  gateway: GatewayIntent,
  topology: Topology,
): AdditionsPlan | undefined {
  const given = ADDITIONS.filter((method) => (gateway[method] ?? []).length > 0);
  if (given.length === 0) return undefined;
  const named = (addition: object | string) =>
    typeof addition === "object" && "peer" in addition
      ? { ...addition, peer: nameOf(addition.peer as string | undefined, topology) }
      : addition;
  return Object.fromEntries(given.map((method) => [method, gateway[method]!.map(named)]));
}

/** In a plan gateways have names. */
function nameOf(path: string | undefined, topology: Topology): string | undefined {
  return path === undefined ? undefined : (topology.gateway(path)?.name ?? path);
}
