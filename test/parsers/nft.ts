import { inTree, Outcome } from "./tree";

/** Reads a ruleset with nft and the kernel, without keeping it. */
export function checkNft(tree: string, text: string): Outcome {
  return inTree(tree, [{ path: "/rules.nft", text }], "nft -c -f /rules.nft");
}
