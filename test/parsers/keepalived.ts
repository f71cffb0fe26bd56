import { inTree, Outcome } from "./tree";

/** Reads a keepalived.conf with keepalived, which then ends. */
export function checkKeepalived(tree: string, text: string): Outcome {
  const script = "keepalived --config-test --use-file=/keepalived.conf";
  return inTree(tree, [{ path: "/keepalived.conf", text }], script);
}
