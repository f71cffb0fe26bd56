import { IsolationSlice } from "../../plan/types";
import { Component, Footprint } from "../footprint";
import { program, programPath } from "../program";
import { INSIDE_SYSCTL } from "../sysctl/inside";
import { generatedFrom, oneLine } from "../text";
import { ORDINARY_CALLS, RESTRICTED, unitFile } from "../unit";

/** What keeps the inside apart: its network namespace, or the order of the routing tables. */
export const isolation: Component<IsolationSlice> = ({ path, vrf, namespace }) => {
  if (namespace) {
    const names = { namespace: namespace.name, public: namespace.publicName };
    return footprint("namespace", path, names, RESTRICTED, [INSIDE_SYSCTL]);
  }
  return vrf && footprint("vrf", path, { table: vrf.table }, RULES_ALONE);
};

/** It says in which order routing tables are asked. */
const RULES_ALONE = {
  CapabilityBoundingSet: "CAP_NET_ADMIN",
  RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6",
  ...RESTRICTED,
  ...ORDINARY_CALLS,
};

function footprint(
  name: "namespace" | "vrf",
  path: string,
  values: Readonly<Record<string, string | number>>,
  bounds: object,
  also: readonly string[] = [],
): Footprint {
  const source = `${name}.sh`;
  const unit = `vpn-gateway-${name}.service`;
  const lines = Object.entries(values).map(([key, value]) => oneLine(`${key}=${value}`));
  return {
    files: [
      {
        path: `/etc/vpn-gateway/${name}`,
        mode: "0644",
        owner: "root",
        text: [`# ${generatedFrom(path)}`, ...lines, ""].join("\n"),
      },
      program(source),
      unitFile(unit, path, unitOf(programPath(source), bounds)),
    ],
    actions: [
      // Before the firewall that is loaded there. Not a restart: what is there is in use.
      { stage: "inside", unit, reload: also },
    ],
  };
}

/** Before the firewall. When it is stopped, as when it is not wanted any more, it leaves nothing behind. */
const unitOf = (script: string, bounds: object) => ({
  Unit: {
    Description: "Inside of this VPN gateway",
    DefaultDependencies: "no",
    After: "local-fs.target",
    Wants: "network-pre.target",
    Before: "network-pre.target shutdown.target",
    Conflicts: "shutdown.target",
  },
  Service: {
    Type: "oneshot",
    RemainAfterExit: "yes",
    ExecStart: `${script} make`,
    ExecReload: `${script} make`,
    ExecStop: `${script} remove`,
    ...bounds,
  },
  Install: { WantedBy: "sysinit.target" },
});
