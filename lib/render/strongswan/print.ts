import { generatedFrom, oneLine } from "../text";
import { Section, Value } from "./document";

/** A section or key: no dot, which would make a path of it, and no reference (":"). */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
const PLAIN = /^[A-Za-z0-9_/.:+-]+$/;

/** Prints strongSwan's settings (strongswan.conf(5)). */
export function printSettings(path: string, sections: readonly Section[]): string {
  return [`# ${generatedFrom(path)}`, ...sections.flatMap(printSection), ""].join("\n");
}

function printSection(section: Section): string[] {
  const names = section.sections?.map(({ name }) => name) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  // strongSwan would merge them into one.
  if (twice !== undefined) throw new RangeError(`two sections named ${JSON.stringify(twice)}`);
  const settings = Object.entries(section.settings ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [`${name(key)} = ${settingValue(value)}`],
  );
  return [
    ...(section.comment === undefined ? [] : [`# ${oneLine(section.comment)}`]),
    `${name(section.name)} {`,
    ...[...settings, ...(section.sections ?? []).flatMap(printSection)].map((line) => `  ${line}`),
    "}",
  ];
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
