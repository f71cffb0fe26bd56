import { cidr, formatCidr, formatIp, ip } from "../../model/ip";
import { NamespacePlan } from "../../plan/types";
import { destination, FALLBACK_METRIC, lastResort } from "../ip-route";
import { shellWord } from "../shell";
import { compact, deviceName, generatedFrom, oneLine } from "../text";
import { Group, LinksDocument, Want } from "./types";
import { functions, RUN } from "./functions";

/** Prints the script: how (the same on every gateway), what (one call per thing wanted), and go. */
export function printLinks(document: LinksDocument): string {
  const { path, namespace, groups } = document;
  const wanted = groups.map((group) => printGroup(group, namespace));
  return [
    compact(`#!/bin/sh\n# ${generatedFrom(path)}\n${functions(document)}`, 2),
    // A function of the shell is never empty.
    `network() {\n${wanted.length > 0 ? wanted.join("\n") : "  :"}\n}`,
    compact(RUN, 2),
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
      return ["nic", deviceName(want.device), want.mtu ?? "-"];
    case "link": {
      const verb = namespace && want.carriedOutside ? "crossing" : "link";
      return [verb, deviceName(want.device), want.mtu ?? "-", want.type, ...options(want.options)];
    }
    case "address": {
      const address = cidr(want.address);
      const nodad = want.pointToPoint && address.family === 6 ? ["nodad"] : [];
      return ["address", deviceName(want.device), formatCidr(address), ...nodad];
    }
    case "flood":
      return ["flood", deviceName(want.device), want.peer];
    case "route": {
      const prefix = cidr(want.prefix);
      const via = want.via === undefined ? [] : ["via", formatIp(ip(want.via))];
      // In the order in which `ip route` shows them.
      const source = want.source === undefined ? [] : ["scope", "link", "src", want.source];
      const hop = [...via, "dev", deviceName(want.device), ...source];
      return ["route", `-${prefix.family}`, ...inTable(want.table), destination(prefix), ...hop];
    }
    case "blackhole": {
      const prefix = cidr(want.prefix);
      return ["route", `-${prefix.family}`, ...inTable(want.table), ...lastResort(prefix)];
    }
    case "fallback": {
      const prefix = cidr(want.prefix);
      const hop = ["via", formatIp(ip(want.via)), "dev", deviceName(want.device)];
      const route = [destination(prefix), ...hop, "metric", FALLBACK_METRIC];
      return ["fallback", `-${prefix.family}`, ...route];
    }
    case "member":
      return ["member", deviceName(want.device), deviceName(want.vrf)];
    case "rule": {
      const prefix = cidr(want.to);
      const from = ["from", "all", "to", destination(prefix), "iif", deviceName(want.from)];
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
