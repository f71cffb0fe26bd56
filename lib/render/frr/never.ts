import {
  cidr,
  compareCidrs,
  EVERYTHING,
  Family,
  familyOf,
  formatCidr,
  ip,
  network,
  WIDTH,
} from "../../model/ip";
import { fittingName, NAME_MAX } from "../../model/naming";
import { coveringPlaceholder, isPlaceholder, placeholdersIn } from "../../model/placeholder";
import { LONGEST_COVERING, SHORTEST } from "../../plan/bogons";
import { lateAddresses } from "../../plan/never";
import { NeverPlan } from "../../plan/types";
import { PrefixRange } from "./tree";

/** One list for all sessions: FRR 8.4 is slow to load many. */
export function neverPrefixes({ within, covering }: NeverPlan, family: Family): PrefixRange[] {
  const all = WIDTH[family];
  const blocks = within
    .filter((prefix) => familyOf(prefix) === family)
    .map((prefix) => ({ prefix, upTo: all }));
  const literal = covering.filter((it) => it.family === family && !isPlaceholder(it.address));
  const around = literal.flatMap(({ address }) => coveringPrefixes(address, family));
  const distinct = new Map<string, PrefixRange>();
  for (const range of [...around, ...blocks]) distinct.set(range.prefix, range);
  const short = { prefix: EVERYTHING[family], upTo: SHORTEST[family] - 1 };
  const sorted = [...distinct.values()].sort((a, b) =>
    compareCidrs(cidr(a.prefix), cidr(b.prefix)),
  );
  return [short, ...sorted];
}

/** Every prefix that an address is in, from the shortest that may be announced on. */
function coveringPrefixes(address: string, family: Family): PrefixRange[] {
  const value = ip(address);
  const longest = LONGEST_COVERING[family];
  const lengths = Array.from(
    { length: longest - SHORTEST[family] + 1 },
    (_, i) => SHORTEST[family] + i,
  );
  return lengths.map((length) => ({
    prefix: formatCidr(network({ ...value, length })),
    ...(length === longest && { upTo: WIDTH[family] }),
  }));
}

/** Lists of the prefixes around addresses that only Terraform knows, one for each. */
export function lateLists(never: NeverPlan, family: Family): string[] {
  return lateAddresses(never)
    .filter((it) => it.family === family)
    .map(({ address }) => listOf(address));
}

/** The placeholder of such a list. */
export function isLate(never: NeverPlan, list: string, family: Family): string | undefined {
  const found = lateAddresses(never).find(
    (it) => it.family === family && listOf(it.address) === list,
  );
  return found && coveringPlaceholder(found.address);
}

/** A placeholder's name has what a list's name may have. */
function listOf(address: string): string {
  return fittingName(`around-${placeholdersIn(address)[0]!}`, NAME_MAX, address);
}
