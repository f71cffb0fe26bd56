import { AdditionsPlan, GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { Action, Component, FileCheck } from "../footprint";
import { program, programPath } from "../program";

const UNITS = "/etc/systemd/system";
const VERIFY = "verify-unit.sh";

/** Files, packages and units of the app's own; what it adds to a daemon is in that daemon's folder. */
export const additions: Component<Pick<GatewayPlan, "additions">> = ({ additions: added }) => {
  const { addPackage = [], addFile = [], addUnit = [] } = added ?? {};
  if (addPackage.length + addFile.length + addUnit.length === 0) return undefined;
  return {
    files: [
      ...addFile.map(file),
      ...addUnit.map(unit),
      ...(addUnit.length > 0 ? [program(VERIFY)] : []),
    ],
    packages: addPackage,
    checks: addUnit.map(loadable),
    actions: addUnit.flatMap(start),
  };
};

type Added<K extends keyof AdditionsPlan> = NonNullable<AdditionsPlan[K]>[number];

function file({ path, text, mode = "0644", owner = "root" }: Added<"addFile">): GatewayFile {
  return { path, text, mode: mode.padStart(4, "0"), owner };
}

function unit({ name, text }: Added<"addUnit">): GatewayFile {
  return { path: `${UNITS}/${name}`, text, mode: "0644", owner: "root" };
}

/** The packages that it needs are there by then; its programs come with the payload. */
function loadable({ name }: Added<"addUnit">): FileCheck {
  return { name, command: `sh %${programPath(VERIFY)} % ${name}` };
}

/** One that something else starts is only started anew where it runs. */
function start({ name, text, restartedBy = [] }: Added<"addUnit">): Action[] {
  const common = { stage: "additions", unit: name } as const;
  if (!/^\[Install\]$/m.test(text))
    return [{ ...common, refresh: [`${UNITS}/${name}`, ...restartedBy] }];
  return [
    { ...common, restart: [`${UNITS}/${name}`, ...restartedBy] },
    { ...common, running: true },
  ];
}
