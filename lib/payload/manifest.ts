import { GatewayPlan } from "../plan/types";
import { GatewayFile } from "../render/file";
import { Action, Footprint, STAGES } from "../render/footprint";
import { oneLine } from "../render/text";

/** What `apply` reads, a line for each thing; its own head says what the lines mean (programs/apply.sh). */
export function printManifest(
  gateway: GatewayPlan,
  footprints: readonly Footprint[],
  files: readonly GatewayFile[],
): string {
  const all = <T>(of: (footprint: Footprint) => readonly T[] | undefined): T[] =>
    footprints.flatMap((footprint) => of(footprint) ?? []);
  const actions = all((it) => it.actions);
  const lines = [
    `platform ${gateway.platform}`,
    ...sorted(all((it) => it.packages)).map((name) => `package ${name}`),
    ...all((it) => it.needs).map((pattern) => `need ${pattern}`),
    ...all((it) => it.modules).map(({ module, probe }) => `module ${module} ${probe}`),
    // Paths have no white space (render/file.ts).
    ...files.map(({ mode, owner, path }) => `file ${mode} ${owner} ${owner} ${path}`),
    ...all((it) => it.checks).map(({ name, command }) => `check ${name} ${command}`),
    ...[...all((it) => it.daemons), ...files.flatMap(unitToEnable)].map((it) => `enable ${it}`),
    ...actions.sort((a, b) => STAGES[a.stage] - STAGES[b.stage]).map(printAction),
  ];
  return lines.map((line) => `${oneLine(line)}\n`).join("");
}

const sorted = (names: readonly string[]) => [...new Set(names)].sort();

function unitToEnable({ path, text }: GatewayFile): string[] {
  const [, unit] = /^\/etc\/systemd\/system\/([^/]+)$/.exec(path) ?? [];
  return unit !== undefined && text.includes("\n[Install]\n") ? [unit] : [];
}

function printAction(action: Action): string {
  const { unit } = action;
  const words = (verb: string, ...rest: string[]) => [verb, unit, ...rest].join(" ");
  if ("restart" in action) return words("restart", ...action.restart);
  if ("reload" in action) return words("reload", ...action.reload);
  if ("refresh" in action) return words("refresh", ...action.refresh);
  if ("run" in action) return words("run", action.run, ":", ...action.after);
  if ("verify" in action) return words("verify", action.startedBy, action.verify);
  return words("running");
}
