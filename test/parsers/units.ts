import { inTree, Outcome, TreeFile } from "./tree";

/** Verifies the units among a gateway's files, with the programs they start in place. */
export function checkUnits(tree: string, files: readonly TreeFile[]): Outcome {
  const units = files
    .map(({ path }) => path)
    .filter((path) => /^\/etc\/systemd\/system\/[^/]+$/.test(path));
  return inTree(tree, files, `systemd-analyze verify --man=no ${units.join(" ")}`);
}
