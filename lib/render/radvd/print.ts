import { cidr, formatCidr } from "../../model/ip";
import { deviceName, generatedFrom } from "../text";
import { Definition, Interface, Options, RadvdDocument } from "./document";

/** Prints radvd.conf(5). */
export function printRadvd({ path, interfaces }: RadvdDocument): string {
  return [`# ${generatedFrom(path)}`, ...interfaces.flatMap(printInterface), ""].join("\n");
}

function printInterface({ device, options, prefixes, routes }: Interface): string[] {
  return [
    "",
    `interface ${deviceName(device)} {`,
    ...printOptions(options),
    ...prefixes.flatMap((it) => printDefinition("prefix", it)),
    ...routes.flatMap((it) => printDefinition("route", it)),
    "};",
  ];
}

function printDefinition(kind: "prefix" | "route", { prefix, options }: Definition): string[] {
  const body = printOptions(options).map((line) => `  ${line}`);
  return [`  ${kind} ${formatCidr(cidr(prefix))} {`, ...body, "  };"];
}

function printOptions(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name} ${word(value)};`],
  );
}

function word(value: boolean | number | string): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}
