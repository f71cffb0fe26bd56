import { generatedFrom, oneLine } from "../text";
import { Setting, SysctlDocument, SysctlGroup } from "./document";

const WORD = /^([A-Za-z0-9][A-Za-z0-9_.-]*|\*)$/;

/** Prints sysctl.d(5), in words that procps' `sysctl -p` reads too. */
export function printSysctl({ path, groups }: SysctlDocument): string {
  return [`# ${generatedFrom(path)}\n`, ...groups.map(printGroup)].join("\n");
}

function printGroup({ why, settings }: SysctlGroup): string {
  return [`# ${why}`, ...settings.map(printSetting), ""].join("\n");
}

/** With a slash first, dots belong to names. */
function printSetting({ key, value }: Setting): string {
  const bad = key.find((word) => !WORD.test(word));
  if (bad !== undefined) throw new RangeError(`not a word of a sysctl: ${JSON.stringify(bad)}`);
  const separator = key.some((word) => word.includes(".")) ? "/" : ".";
  return `${key.join(separator)} = ${oneLine(String(value))}`;
}
