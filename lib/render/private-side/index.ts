import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { withoutComments } from "../text";
import { ORDINARY_CALLS, RESTRICTED, unitFile } from "../unit";
import { namespaceScript } from "./namespace";
import { vrfScript } from "./vrf";

/** What keeps the private side apart: its network namespace, or the order of the routing tables. */
export function privateSideFiles({ path, vrf, namespace }: GatewayPlan): GatewayFile[] {
  if (namespace) return filesOf("namespace", path, namespaceScript(path, namespace), RESTRICTED);
  return vrf ? filesOf("vrf", path, vrfScript(path, vrf), RULES_ALONE) : [];
}

/** It says in which order routing tables are asked. */
const RULES_ALONE = {
  CapabilityBoundingSet: "CAP_NET_ADMIN",
  RestrictAddressFamilies: "AF_NETLINK AF_UNIX AF_INET AF_INET6",
  ...RESTRICTED,
  ...ORDINARY_CALLS,
};

function filesOf(name: string, path: string, text: string, bounds: object): GatewayFile[] {
  const script = `/usr/local/lib/vpn-gateway/${name}`;
  return [
    { path: script, mode: "0755", owner: "root", text: withoutComments(text) },
    unitFile(`vpn-gateway-${name}.service`, path, unitOf(script, bounds)),
  ];
}

/** Before the firewall. When it is stopped, as when it is not wanted any more, it leaves nothing behind. */
const unitOf = (script: string, bounds: object) => ({
  Unit: {
    Description: "Private side of this VPN gateway",
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
