import { cidr, Family, familyOf, isDefault, WIDTH } from "../../model/ip";

export function everything(family: Family): string {
  return family === 4 ? "0.0.0.0/0" : "::/0";
}

export function ofFamily(prefixes: readonly string[], family: Family): string[] {
  return prefixes.filter((prefix) => familyOf(prefix) === family);
}

/** Whether a filter for the prefix takes longer ones too: the default route stands for itself. */
export function hasLonger(prefix: string): boolean {
  const { family, length } = cidr(prefix);
  return !isDefault(prefix) && length < WIDTH[family];
}
