import { FirewallSlice } from "../../plan/types";
import { FirewallDocument } from "./types";
import { output } from "./output";
import { sets } from "./sets";

/**
 * For a gateway whose ruleset is refused while there is no earlier one: in the same table, so that the
 * next ruleset takes its place. It forwards nothing, lets the operator in, and sends nothing in clear.
 */
export function closedDocument(gateway: FirewallSlice): FirewallDocument {
  const needed = /^(management|remote)/;
  const filled = sets(gateway).filter(
    ({ name, elements }) => needed.test(name) && elements.length > 0,
  );
  const has = (name: string) => filled.some((set) => set.name === name);
  const input = {
    name: "input",
    hook: "type filter hook input priority filter; policy drop;",
    rules: [
      { text: 'iifname "lo" accept' },
      { text: "ct state established,related accept" },
      { text: "meta l4proto { 1, 58 } accept" },
      { comment: "DHCP.", text: "udp dport { 68, 546 } accept" },
      { text: "ip saddr @management4 tcp dport @management_ports accept" },
      { text: "ip6 saddr @management6 tcp dport @management_ports accept" },
    ],
  };
  const forward = {
    name: "forward",
    hook: "type filter hook forward priority filter; policy drop;",
    rules: [],
  };
  const chains = [input, forward, output("public", true)].map((chain) => ({
    ...chain,
    rules: chain.rules.filter(({ text }) =>
      [...text.matchAll(/@(\w+)/g)].every(([, name]) => has(name!)),
    ),
  }));
  return { path: gateway.path, sets: filled, chains };
}
