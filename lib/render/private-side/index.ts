import { GatewayPlan } from "../../plan/types";
import { GatewayFile } from "../file";
import { withoutComments } from "../text";
import { unitFile } from "../unit";
import { namespaceScript } from "./namespace";
import { vrfScript } from "./vrf";

/** What keeps the private side apart: its network namespace, or the order of the routing tables. */
export function privateSideFiles({ path, vrf, namespace }: GatewayPlan): GatewayFile[] {
  if (namespace) return filesOf("namespace", path, namespaceScript(path, namespace));
  return vrf ? filesOf("vrf", path, vrfScript(path, vrf)) : [];
}

function filesOf(name: string, path: string, text: string): GatewayFile[] {
  const script = `/usr/local/lib/vpn-gateway/${name}`;
  return [
    { path: script, mode: "0755", owner: "root", text: withoutComments(text) },
    unitFile(`vpn-gateway-${name}.service`, path, unitOf(script)),
  ];
}

/** Before the firewall. When it is stopped, as when it is not wanted any more, it leaves nothing behind. */
const unitOf = (script: string) => ({
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
  },
  Install: { WantedBy: "sysinit.target" },
});
