import type { Lab } from "../lab";
import type { ForwardingPath } from "../topology/fault";
import type { Check, Subject } from "./check";
import { eventually } from "./eventually";
import { endWith, planOf, type TunnelEnd } from "./plan";
import { onInside } from "./inside";

/** What the checks read of `vpn-gateway status --json`. */
interface Status {
  state: string;
  links: { kind: string; name: string; fault: string | null; detail: string[] }[];
  networks: { prefix: string; detail: string | null }[];
}

async function statusOf(lab: Lab, gateway: string): Promise<Status> {
  const words = ["vpn-gateway", "status", "--json"];
  return JSON.parse((await lab.exec(gateway, words, { mayFail: true })).stdout) as Status;
}

export const wellByItself: Check = {
  name: "000.9 every gateway says of itself, layer by layer, that all is well",
  observes: true,
  async run({ lab }) {
    const wrong: string[] = [];
    for (const gateway of lab.gateways) {
      const { state, links, networks } = await statusOf(lab, gateway);
      if (state === "ok") continue;
      wrong.push(`${gateway} is ${state}`);
      for (const { name, detail } of links) wrong.push(...detail.map((line) => `${name}: ${line}`));
      for (const { prefix, detail } of networks) if (detail) wrong.push(`${prefix}: ${detail}`);
    }
    return wrong;
  },
};

export const pathNamed: Check = {
  name: "000.9 a path that drops all packets is named, and that it is back",
  // A policy-based VPN has no path of its own to ping, and somebody else's gateway need not answer.
  concerns: (subject) => {
    const tunnels = tunnelsOf(subject);
    return tunnels.length > 0 && tunnels.every(({ foreignPeer }) => !foreignPeer);
  },
  async run({ lab }) {
    const path = await lab.settle();
    const wrong: string[] = [];
    const end = await lab.inject("tunnel", path);
    if (!(await namesFault(lab, path, "path")))
      wrong.push(`${path.gateway} does not name the path to ${path.tunnelPeer}`);
    await end();
    if (!(await namesFault(lab, path, null)))
      wrong.push(`${path.gateway} does not see that the path is back`);
    return wrong;
  },
};

export const interfaceNamed: Check = {
  name: "000.9 an interface with another MTU is named",
  concerns: (subject) => tunnelsOf(subject).length > 0,
  async run({ lab, plan }) {
    const path = await lab.settle();
    const own = planOf(plan, path.gateway);
    const { device, mtu } = endWith(own, path.tunnelPeer);
    const setMtu = (value: number) => {
      const command = ["ip", "link", "set", device, "mtu", String(value)];
      return lab.exec(path.gateway, onInside(own, command));
    };
    await setMtu(mtu - 4);
    const named = await namesFault(lab, path, "interface");
    await setMtu(mtu);
    return named ? [] : [`${path.gateway} does not name the MTU of ${device}`];
  },
};

function tunnelsOf({ lab, plan }: Subject): TunnelEnd[] {
  return lab.file.probes.length > 0 ? plan.gateways.flatMap(({ tunnels }) => tunnels) : [];
}

/** The lowest layer that the gateway says is wrong with the tunnel, or that none is. */
function namesFault(
  lab: Lab,
  { gateway, tunnelPeer }: ForwardingPath,
  layer: string | null,
): Promise<boolean> {
  return eventually(async () => {
    const { links } = await statusOf(lab, gateway);
    const link = links.find(({ kind, name }) => kind === "tunnel" && name === tunnelPeer);
    return link?.fault === layer;
  });
}
