import { FirewallSlice } from "../../plan/types";
import { isolationSets } from "./isolation-sets";
import { chains } from "./rules";
import { Sides, FirewallDocument } from "./types";
import { sets } from "./sets";

/** Of the machine's own network namespace: of both sides, unless the private one has its own. */
export function firewallDocument(gateway: FirewallSlice): FirewallDocument {
  return documentOf(gateway, gateway.namespace ? "public" : "both");
}

/** Of the inside's namespace. */
export function privateFirewallDocument(gateway: FirewallSlice): FirewallDocument {
  return documentOf(gateway, "private");
}

function documentOf(gateway: FirewallSlice, sides: Sides): FirewallDocument {
  const filled = [...sets(gateway), ...isolationSets(gateway)].filter(
    ({ side, elements }) =>
      elements.length > 0 && (sides === "both" || side === "both" || side === sides),
  );
  const names = filled.map(({ name }) => name);
  return { path: gateway.path, sets: filled, chains: chains(gateway, sides, names) };
}
