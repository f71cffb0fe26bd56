import type { GatewayPlan } from "./plan";

/** A command as it is run on a gateway's inside, however that is kept apart from the outside. */
export function onInside({ namespace }: GatewayPlan, command: string[]): string[] {
  return namespace ? ["ip", "netns", "exec", namespace.name, ...command] : command;
}

/** `ip route` of the inside's table. */
export function insideRoutes(gateway: GatewayPlan, verb: "show" | "get", ...to: string[]) {
  const table = gateway.vrf ? ["vrf", gateway.vrf.device] : [];
  return onInside(gateway, ["ip", "-o", "route", verb, ...table, ...to]);
}
