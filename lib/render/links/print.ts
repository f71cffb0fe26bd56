import { Cidr, cidr, formatCidr, formatIp, ip } from "../../model/ip";
import { NamespacePlan } from "../../plan/types";
import { shellWord } from "../shell";
import { generatedFrom, oneLine } from "../text";
import { Group, LinksDocument, Want } from "./document";
import { functions, RUN } from "./functions";

/**
 * Worse than any route of a routing protocol. FRR takes the first byte for the administrative
 * distance, here 255: a route that it never uses or passes on.
 */
const LAST_RESORT_METRIC = 0xff000000 + 0x2000;

/** Before the last resort, behind all else. */
const FALLBACK_METRIC = 0xff000000 + 0x1000;

const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/** What the kernel takes for a name, and no option of `ip`. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/** Prints the script: how (the same on every gateway), what (one call per thing wanted), and go. */
export function printLinks(document: LinksDocument): string {
  const { path, namespace, groups } = document;
  const wanted = groups.map((group) => printGroup(group, namespace));
  return [
    `#!/bin/sh\n# ${generatedFrom(path)}\n${functions(document)}`,
    // A function of the shell is never empty.
    `network() {\n${wanted.length > 0 ? wanted.join("\n") : "  :"}\n}`,
    RUN,
  ].join("\n");
}

function printGroup({ title, wants }: Group, namespace?: NamespacePlan): string {
  const calls = wants.map((want) => call(want, namespace));
  return [`# ${oneLine(title)}`, ...calls].map((line) => `  ${line}`).join("\n");
}

function call(want: Want, namespace?: NamespacePlan): string {
  return words(want, namespace)
    .map((word) => shellWord(String(word)))
    .join(" ");
}

function words(want: Want, namespace?: NamespacePlan): (string | number)[] {
  switch (want.kind) {
    case "nic":
      return ["nic", device(want.device), want.mtu ?? "-"];
    case "link": {
      const verb = namespace && want.carriedOutside ? "crossing" : "link";
      return [verb, device(want.device), want.mtu ?? "-", want.type, ...options(want.options)];
    }
    case "address": {
      const address = cidr(want.address);
      const nodad = want.pointToPoint && address.family === 6 ? ["nodad"] : [];
      return ["address", device(want.device), formatCidr(address), ...nodad];
    }
    case "flood":
      return ["flood", device(want.device), want.peer];
    case "route": {
      const prefix = cidr(want.prefix);
      const via = want.via === undefined ? [] : ["via", formatIp(ip(want.via))];
      // In the order in which `ip route` shows them.
      const source = want.source === undefined ? [] : ["scope", "link", "src", want.source];
      const hop = [...via, "dev", device(want.device), ...source];
      return ["route", `-${prefix.family}`, ...inTable(want.table), destination(prefix), ...hop];
    }
    case "blackhole": {
      const prefix = cidr(want.prefix);
      // IPv6 has its blackholes on lo.
      const lo = prefix.family === 6 ? ["dev", "lo"] : [];
      const route = ["blackhole", destination(prefix), ...lo, "metric", LAST_RESORT_METRIC];
      return ["route", `-${prefix.family}`, ...inTable(want.table), ...route];
    }
    case "fallback": {
      const prefix = cidr(want.prefix);
      const hop = ["via", formatIp(ip(want.via)), "dev", device(want.device)];
      const route = [destination(prefix), ...hop, "metric", FALLBACK_METRIC];
      return ["fallback", `-${prefix.family}`, ...route];
    }
    case "member":
      return ["member", device(want.device), device(want.vrf)];
    case "rule": {
      const prefix = cidr(want.to);
      const from = ["from", "all", "to", destination(prefix), "iif", device(want.from)];
      return ["rule", `-${prefix.family}`, want.priority, ...from, "lookup", want.table];
    }
  }
}

/** First, as the script notes routes. */
function inTable(table: number | undefined): (string | number)[] {
  return table === undefined ? [] : ["table", table];
}

function options(all: Readonly<Record<string, string | number | undefined>>): (string | number)[] {
  return Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [key, value]));
}

function device(name: string): string {
  if (!DEVICE.test(name)) throw new RangeError(`not a device name: ${JSON.stringify(name)}`);
  return name;
}

/** As `ip route` shows it. */
function destination(prefix: Cidr): string {
  if (prefix.length === 0) return "default";
  return prefix.length === ADDRESS_BITS[prefix.family] ? formatIp(prefix) : formatCidr(prefix);
}
