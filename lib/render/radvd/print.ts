import { cidr, formatCidr } from "../../model/ip";
import { generatedFrom } from "../text";
import { Definition, Interface, Options, RadvdDocument } from "./document";

/** What the kernel takes for a name, and radvd for one word. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;

/** Prints radvd.conf(5). */
export function printRadvd({ path, interfaces }: RadvdDocument): string {
  return [`# ${generatedFrom(path)}`, ...interfaces.flatMap(printInterface), ""].join("\n");
}

function printInterface({ device, options, prefixes, routes }: Interface): string[] {
  if (!DEVICE.test(device)) throw new RangeError(`not a device name: ${JSON.stringify(device)}`);
  return [
    "",
    `interface ${device} {`,
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
