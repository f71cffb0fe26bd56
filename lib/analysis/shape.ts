import { isDefault, parseCidr, parseIp } from "../model/ip";
import { GatewayPlan, SitePlan } from "../plan/types";
import { Joined } from "./joined";
import { CANNOT_MATTER, NamesIn } from "./walked";

/** Each is a name that a plan has: one that it has no more would leave nothing out. */
const LEFT_OUT: ReadonlySet<string> = new Set<NamesIn<GatewayPlan | SitePlan>>(CANNOT_MATTER);

/** Names of interfaces, and numbers that stand for a site. */
const NAMES: ReadonlySet<string> = new Set([
  "device",
  "asn",
  "remoteAsn",
  "tag",
  "outsideTag",
  "virtualRouterId",
]);

/**
 * The whole plan of two sites, with names, addresses and numbers of the one network made those of any: two
 * that have the same text are alike. Whatever is new in a plan sets sites apart, unless it cannot matter.
 */
export function shapeOf(joined: Joined): string {
  const names = joined.gateways.map(({ name }) => name);
  // The decision process breaks ties by name.
  const ranks = new Map([...names].sort().map((name, index) => [name, `gateway ${index}`]));
  const seen = new Map<unknown, number>();
  const numbered = (kind: string, value: unknown) => {
    if (!seen.has(value)) seen.set(value, seen.size);
    return `${kind} #${seen.get(value)}`;
  };
  return JSON.stringify(joined, (key, value: unknown) => {
    if (LEFT_OUT.has(key) || value === undefined) return undefined;
    if (key === "prepend" && Array.isArray(value)) {
      return value.map((asn) => numbered("asn", asn));
    }
    if (typeof value === "string") {
      const rank = ranks.get(value);
      if (rank !== undefined) return rank;
      const kind = kindOfAddress(value);
      if (kind !== undefined) return numbered(kind, value);
    }
    const isName = NAMES.has(key) && typeof value !== "object";
    return isName ? numbered(key === "remoteAsn" ? "asn" : key, value) : value;
  });
}

/** An address, or a prefix of one length; the default route is itself. */
function kindOfAddress(text: string): string | undefined {
  const address = parseIp(text);
  if (address) return `IPv${address.family}`;
  const prefix = parseCidr(text);
  if (!prefix || isDefault(text)) return undefined;
  return `IPv${prefix.family}/${prefix.length}`;
}
