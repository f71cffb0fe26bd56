import { generatedFrom, oneLine } from "../text";
import { Section, Value } from "./settings";

/** A section or key: no dot, which would make a path of it, and no reference (":"). */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
const PLAIN = /^[A-Za-z0-9_/.:+-]+$/;

/** Prints strongSwan's settings (strongswan.conf(5)). */
export function printSettings(path: string, sections: readonly Section[]): string {
  const lines = [`# ${generatedFrom(path)}`];
  for (const section of sections) printSection(section, "", lines);
  return `${lines.join("\n")}\n`;
}

/** Adds to `lines` rather than returning its own: a hub has thousands of sections in one. */
function printSection(section: Section, indent: string, lines: string[]): void {
  const inner = `${indent}  `;
  if (section.comment !== undefined) lines.push(`${indent}# ${oneLine(section.comment)}`);
  lines.push(`${indent}${name(section.name)} {`);
  for (const [key, value] of Object.entries(section.settings ?? {})) {
    if (value !== undefined) lines.push(`${inner}${name(key)} = ${settingValue(value)}`);
  }
  const printed = new Set<string>();
  for (const one of section.sections ?? []) {
    // strongSwan would merge them into one.
    if (printed.has(one.name))
      throw new RangeError(`two sections named ${JSON.stringify(one.name)}`);
    printed.add(one.name);
    printSection(one, inner, lines);
  }
  lines.push(`${indent}}`);
}

function name(text: string): string {
  if (!NAME.test(text)) throw new RangeError(`not a name for strongSwan: ${JSON.stringify(text)}`);
  return text;
}

export function settingValue(value: Value): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quoted(value);
  const comma = value.find((item) => item.includes(","));
  if (comma !== undefined) throw new RangeError(`not an item of a list: ${JSON.stringify(comma)}`);
  return value.map(quoted).join(",");
}

/** Plain words as they are; the rest in double quotes, where only `"` and `\` mean something. */
function quoted(text: string): string {
  if (text === "") throw new RangeError("strongSwan has no empty value");
  const line = oneLine(text);
  return PLAIN.test(line) ? line : `"${line.replace(/["\\]/g, String.raw`\$&`)}"`;
}
