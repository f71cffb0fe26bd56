import { parseCidr, parseIp } from "../../model/ip";
import { isPlaceholder } from "../../model/placeholder";
import { deviceName, generatedFrom, oneLine } from "../text";
import { Chain, Element, FirewallDocument, FirewallSet, Rule, Type } from "./types";

const TABLE = "table inet vpn_gateway";

/** One transaction: the old table holds until the new one is complete. */
export function printFirewall(document: FirewallDocument): string {
  return [
    `# ${generatedFrom(document.path)}`,
    TABLE,
    `delete ${TABLE}`,
    "",
    `${TABLE} {`,
    [...document.sets.map(printSet), ...document.chains.map(printChain)]
      .map((lines) => lines.map((line) => `  ${line}\n`).join(""))
      .join("\n")
      .trimEnd(),
    "}",
    "",
  ].join("\n");
}

function printSet(set: FirewallSet): string[] {
  const map = set.elements.some(({ maxSegment }) => maxSegment !== undefined);
  return [
    `# ${set.comment}`,
    `${map ? "map" : "set"} ${set.name} {`,
    `  ${typeOf(set, map)}`,
    ...(set.interval ? ["  flags interval"] : []),
    // A value belongs to one prefix of a map, and a device to its own: neither is merged.
    ...(set.interval && !map && set.types.length === 1 ? ["  auto-merge"] : []),
    "  elements = {",
    ...new Set(set.elements.map((element) => `    ${printElement(set.types, element)},`)),
    "  }",
    "}",
  ];
}

function typeOf({ types }: FirewallSet, map: boolean): string {
  const [first] = types;
  if (map) return `typeof ${SELECTED_BY[first!]} : tcp option maxseg size`;
  return isHops(first!) ? `typeof ${first}` : `type ${types.join(" . ")}`;
}

/** That many at the least: 255 is what packets set out with. */
function isHops(type: Type): boolean {
  return type === "ip ttl" || type === "ip6 hoplimit";
}

/** What a key is taken from. */
const SELECTED_BY: Readonly<Record<Type, string>> = {
  ifname: "oifname",
  ipv4_addr: "ip daddr",
  ipv6_addr: "ip6 daddr",
  inet_proto: "meta l4proto",
  inet_service: "tcp dport",
  "ip ttl": "ip ttl",
  "ip6 hoplimit": "ip6 hoplimit",
};

function printElement(types: readonly Type[], { key, maxSegment, comment }: Element): string {
  const words = types.map((type, index) => word(type, key[index]!)).join(" . ");
  const commented = comment === undefined ? words : `${words} comment ${named(comment)}`;
  return maxSegment === undefined ? commented : `${commented} : ${number(maxSegment)}`;
}

function word(type: Type, value: string | number): string {
  if (typeof value === "number") return isHops(type) ? `${number(value)}-255` : number(value);
  if (type === "ifname") return `"${deviceName(value)}"`;
  if (type === "inet_proto" && PROTOCOLS.includes(value)) return value;
  if (isPlaceholder(value) || parseIp(value) || parseCidr(value) || isRange(value)) return value;
  throw new RangeError(`not an address for nft: ${JSON.stringify(value)}`);
}

const PROTOCOLS = ["tcp", "udp"];

/** From one address to another. */
function isRange(text: string): boolean {
  const ends = text.split("-");
  return ends.length === 2 && ends.every((end) => parseIp(end) !== undefined);
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** A string of nft has no escapes: a trailing `*` would be a pattern, a quote would end it. */
function named(text: string): string {
  if (!NAME.test(text)) throw new RangeError(`not a name for nft: ${JSON.stringify(text)}`);
  return `"${text}"`;
}

function number(value: number): string {
  if (Number.isInteger(value) && value > 0 && value < 65536) return String(value);
  throw new RangeError(`not a 16-bit number for nft: ${value}`);
}

function printChain({ name, hook, rules }: Chain): string[] {
  const start = hook === undefined ? [] : [`  ${hook}`];
  return [`chain ${name} {`, ...start, ...rules.flatMap(printRule), "}"];
}

function printRule({ comment, text }: Rule): string[] {
  return [...(comment === undefined ? [] : [`  # ${comment}`]), `  ${oneLine(text)}`];
}
