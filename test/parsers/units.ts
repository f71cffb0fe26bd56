import { inTree, Outcome, TreeFile } from "./tree";

/** Verifies the units among a gateway's files, or changed by them, with the programs they start in place. */
export function checkUnits(tree: string, files: readonly TreeFile[]): Outcome {
  const units = files
    .map(({ path }) => path)
    .filter((path) => /^\/etc\/systemd\/system\/[^/]+$/.test(path));
  const changed = files
    .map(({ path }) => /^\/etc\/systemd\/system\/([^/]+)\.d\//.exec(path)?.[1])
    .filter((unit) => unit !== undefined);
  const all = [...units, ...changed].join(" ");
  return inTree(tree, files, `systemd-analyze verify --man=no ${all}`);
}
