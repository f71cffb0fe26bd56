import { parseCidr, parseIp } from "../../model/ip";
import { ROUTING_KEY } from "../../model/routing-key";
import { isPlaceholder } from "../../model/placeholder";
import { isOneLine } from "../../model/text";
import { isDeviceName } from "../text";

/** What may stand in FRR's configuration. The model has checked before; this is the last line. */

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

const COMMUNITY = /^(\d{1,5}:\d{1,5}|[a-z][a-z-]+)$/;

function refuse(what: string, value: unknown): never {
  throw new RangeError(`not ${what} for FRR: ${JSON.stringify(value)}`);
}

export function name(text: string): string {
  return NAME.test(text) ? text : refuse("a name", text);
}

/** A standard community (RFC 1997): by numbers, or FRR's name for a well-known one. */
export function community(text: string): string {
  return COMMUNITY.test(text) ? text : refuse("a community", text);
}

export function device(text: string): string {
  return isDeviceName(text) ? text : refuse("an interface name", text);
}

export function address(text: string): string {
  return parseIp(text) ? text : refuse("an IP address", text);
}

export function addressOrName(text: string): string {
  return parseIp(text) ? text : name(text);
}

export function prefix(text: string): string {
  return parseCidr(text) ? text : refuse("a prefix", text);
}

/** Free text as vtysh keeps it: it squeezes spaces and drops what follows a '|'. */
export function asWords(text: string): string {
  return text.replace(/\|/g, "/").replace(/ +/g, " ").replace(/^ | $/g, "");
}

export function words(text: string): string {
  const kept = text !== "" && text === asWords(text) && isOneLine(text);
  return kept ? text : refuse("one line of words", text);
}

export function wholeNumber(value: number, low: number, high: number): number {
  const fits = Number.isInteger(value) && value >= low && value <= high;
  return fits ? value : refuse(`a whole number from ${low} to ${high}`, value);
}

/** A key as one word, or what the delivery fills it in for. */
export function key(text: string): string {
  if (isPlaceholder(text) || ROUTING_KEY.test(text)) return text;
  throw new RangeError("not a key for FRR");
}

/** What the delivery fills in. */
export function late(text: string): string {
  return isPlaceholder(text) ? text : refuse("a placeholder", text);
}
