import { inTree, Outcome } from "./tree";

/** Holds user data against the release's own cloud-config schema. */
export function checkCloudInit(tree: string, text: string): Outcome {
  const files = [{ path: "/user-data", text }];
  return inTree(tree, files, "cloud-init schema --config-file /user-data");
}
