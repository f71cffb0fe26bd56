import { inTree, Outcome } from "./tree";

/** Reads a radvd.conf with radvd, which then ends. */
export function checkRadvd(tree: string, text: string): Outcome {
  const script = "radvd --configtest --logmethod=stderr_clean --config=/radvd.conf";
  return inTree(tree, [{ path: "/radvd.conf", text }], script);
}
