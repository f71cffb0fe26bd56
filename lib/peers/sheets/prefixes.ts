import { cidr, isDefault, WIDTH } from "../../model/ip";

/** Whether a filter for the prefix takes longer ones too: the default route stands for itself. */
export function hasLonger(prefix: string): boolean {
  const { family, length } = cidr(prefix);
  return !isDefault(prefix) && length < WIDTH[family];
}
