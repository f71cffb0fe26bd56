import { AdditionsPlan, GatewayPlan } from "../plan/types";
import { table } from "./markdown";

/** What the app has added to gateways in the daemons' own words: nothing else here knows what it does. */
export function additionSection(gateways: readonly GatewayPlan[]): string[] {
  const rows = gateways.flatMap(({ name, additions }) =>
    additions ? described(additions).map(([what, text]) => [name, what, text]) : [],
  );
  if (rows.length === 0) return [];
  return ["## Added by the app", table(["gateway", "what", "text"], rows)];
}

function described(additions: AdditionsPlan): [what: string, text: string][] {
  const { allow = [], addFirewallRules = [], addKernelSetting = [], addPackage = [] } = additions;
  const { addFile = [], addUnit = [], addFrrLines = [], addCharonSetting = [] } = additions;
  return [
    ...allow.map(({ protocol, ports, from }): [string, string] => {
      return ["service", `${protocol} ${ports.join(", ")} from ${from.join(", ")}`];
    }),
    ...addFirewallRules.flatMap(({ chain, rules }) =>
      rules.map((text): [string, string] => [`firewall, ${chain}`, text]),
    ),
    ...addKernelSetting.map(({ key, value }): [string, string] => ["kernel", `${key} = ${value}`]),
    ...addPackage.map((name): [string, string] => ["package", name]),
    ...addFile.map(({ path }): [string, string] => ["file", path]),
    ...addUnit.map(({ name }): [string, string] => ["unit", name]),
    ...addFrrLines.flatMap(({ section, lines }) =>
      lines.map((text): [string, string] => [`FRR, ${section}`, text.trim()]),
    ),
    ...addCharonSetting.map(({ key, value }): [string, string] => ["charon", `${key} = ${value}`]),
  ];
}
