import type { Lab } from "../lab";
import { eventually } from "./eventually";
import type { Check } from "./check";
import { planOf } from "./plan";
import { onPrivateSide } from "./private-side";

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

export const namedByLayer: Check = {
  name: "000.9 a path that carries nothing and an interface with another MTU are named by their layers",
  // A policy-based VPN has no path of its own to ping.
  concerns: ({ lab, plan }) =>
    lab.file.probes.length > 0 && plan.gateways.some(({ tunnels }) => tunnels.length > 0),
  async run({ lab, plan }) {
    const path = await lab.settle();
    const { gateway, tunnelPeer } = path;
    const saysFault = (layer: string | null) =>
      eventually(async () => {
        const { links } = await statusOf(lab, gateway);
        const link = links.find(({ kind, name }) => kind === "tunnel" && name === tunnelPeer);
        return link?.fault === layer;
      });
    const wrong: string[] = [];
    const end = await lab.inject("tunnel", path);
    if (!(await saysFault("path")))
      wrong.push(`${gateway} does not name the path to ${tunnelPeer}`);
    await end();
    if (!(await saysFault(null))) wrong.push(`${gateway} does not see that the path is back`);

    const own = planOf(plan, gateway);
    const { device, mtu } = own.tunnels.find(({ peer }) => peer === tunnelPeer)!;
    const setMtu = (value: number) =>
      lab.exec(gateway, onPrivateSide(own, ["ip", "link", "set", device, "mtu", String(value)]));
    await setMtu(mtu - 4);
    if (!(await saysFault("interface")))
      wrong.push(`${gateway} does not name the MTU of ${device}`);
    await setMtu(mtu);
    return wrong;
  },
};
