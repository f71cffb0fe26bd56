import { AdditionsPlan, GatewayPlan } from "../plan/types";
import { table } from "./markdown";

/** What the app has added to gateways in the daemons' own words: nothing else here knows what it does. */
export function additionSection(gateways: readonly GatewayPlan[]): string[] {
  const rows = gateways.flatMap(({ name, additions }) =>
    additions ? described(additions).map((row) => [name, ...row]) : [],
  );
  if (rows.length === 0) return [];
  return ["## Added by the app", table(["gateway", "what", "text"], rows)];
}

/** What, and its text. */
function described(additions: AdditionsPlan): string[][] {
  const { allow = [], addFirewallRules = [], addKernelSetting = [], addPackage = [] } = additions;
  const { addFile = [], addUnit = [], addFrrLines = [], addCharonSetting = [] } = additions;
  const { addConnectionSetting = [] } = additions;
  return [
    ...allow.map(({ protocol, ports, sources }) => {
      return ["service", `${protocol} ${ports.join(", ")} from ${sources.join(", ")}`];
    }),
    ...addFirewallRules.flatMap(({ chain, rules }) =>
      rules.map((text) => [`firewall, ${chain}`, text]),
    ),
    ...addKernelSetting.map(({ key, value }) => ["kernel", `${key} = ${value}`]),
    ...addPackage.map((name) => ["package", name]),
    ...addFile.map(({ path }) => ["file", path]),
    ...addUnit.map(({ name }) => ["unit", name]),
    ...addFrrLines.flatMap(({ section, peer, lines }) =>
      lines.map((text) => [`FRR, ${section}${peer ? ` ${peer}` : ""}`, text.trim()]),
    ),
    ...addCharonSetting.map(({ key, value }) => ["charon", `${key} = ${value}`]),
    ...addConnectionSetting.map(({ key, value, peer = "each peer" }) => {
      return [`connection with ${peer}`, `${key} = ${value}`];
    }),
  ];
}
