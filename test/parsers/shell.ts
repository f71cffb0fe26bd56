import { inTree, Outcome } from "./tree";

/** Reads a script with the tree's sh (dash on Debian) and with bash as a POSIX shell. */
export function checkShell(tree: string, text: string): Outcome {
  const script = "sh -n /script && bash --posix -n /script";
  return inTree(tree, [{ path: "/script", text }], script);
}
