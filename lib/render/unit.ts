import { GatewayFile } from "./file";
import { generatedFrom, oneLine } from "./text";

/** A systemd unit: sections of settings, in order. A list writes its setting once per value. */
export interface Unit {
  readonly path: string;
  readonly sections: Readonly<Record<string, Settings>>;
}

type Settings = Readonly<Record<string, string | readonly string[]>>;

/**
 * What no unit of ours needs, by means that a container has too, and before any file system but the root is
 * mounted. Capabilities and system calls are the unit's own (docs/confinement.md).
 */
export const RESTRICTED = {
  NoNewPrivileges: "yes",
  LockPersonality: "yes",
  MemoryDenyWriteExecute: "yes",
  RestrictRealtime: "yes",
  RestrictSUIDSGID: "yes",
  SystemCallArchitectures: "native",
} as const;

/** The same, and no files but the system's. */
export const CONFINED = {
  ...RESTRICTED,
  ProtectHome: "yes",
  ProtectSystem: "full",
  PrivateTmp: "yes",
  ProtectControlGroups: "yes",
  ProtectKernelLogs: "yes",
  ProtectKernelModules: "yes",
} as const;

/** For a program that enters no namespace: the calls of any service, and no new namespace. */
export const ORDINARY_CALLS = {
  RestrictNamespaces: "yes",
  SystemCallFilter: "@system-service",
  SystemCallErrorNumber: "EPERM",
} as const;

/**
 * For what draws traffic: a gateway that forwards nothing must not draw any, and without a firewall FRR would
 * speak to its neighbors in clear text. Not by Requires, which would restart it whenever the firewall is restarted.
 */
export const BEHIND_FIREWALL = {
  after: "vpn-gateway-firewall.service",
  check: "+/usr/bin/systemctl is-active --quiet vpn-gateway-firewall.service",
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
