import { GatewayFile } from "./file";
import { generatedFrom, oneLine } from "./text";

/** A systemd unit: sections of settings, in order. A list writes its setting once per value. */
export interface Unit {
  readonly path: string;
  readonly sections: Readonly<Record<string, Settings>>;
}

type Settings = Readonly<Record<string, string | readonly string[]>>;

/** For a daemon that needs nothing of the machine but what its capabilities are for. */
export const CONFINED = {
  NoNewPrivileges: "yes",
  ProtectHome: "yes",
  ProtectSystem: "full",
  PrivateTmp: "yes",
} as const;

export function printUnit(unit: Unit): string {
  const sections = Object.entries(unit.sections).map(([name, settings]) =>
    [
      `[${name}]`,
      ...Object.entries(settings).flatMap(([key, value]) =>
        [value].flat().map((one) => `${key}=${oneLine(one)}`),
      ),
      "",
    ].join("\n"),
  );
  return [`# ${generatedFrom(unit.path)}\n`, ...sections].join("\n");
}

/** A unit of ours, by its file's name, for the gateway of a construct's path. */
export function unitFile(name: string, path: string, sections: Unit["sections"]): GatewayFile {
  const text = printUnit({ path, sections });
  return { path: `/etc/systemd/system/${name}`, mode: "0644", owner: "root", text };
}
