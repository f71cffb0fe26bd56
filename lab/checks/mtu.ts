import { endWith, planOf } from "./plan";
import { onInside } from "./inside";
import type { Check, Subject } from "./check";

const PING_HEADERS = { 4: 28, 6: 48 } as const;

export const interfaceMtu: Check = {
  name: "MTU: each interface of a VPN has the computed one",
  async run({ lab, plan }) {
    const wrong = plan.gateways.map(async (gateway) => {
      const { name, tunnels, policyVpns = [] } = gateway;
      const { stdout } = await lab.exec(name, onInside(gateway, ["ip", "-o", "link"]));
      const layers = tunnels.flatMap(({ ipsec, gre }) => [ipsec, ...(gre ? [gre] : [])]);
      return [...layers, ...policyVpns]
        .filter(({ device, mtu }) => !new RegExp(` ${device}[@:].* mtu ${mtu} `).test(stdout))
        .map(({ device, mtu }) => `${name}: ${device} has not MTU ${mtu}`);
    });
    return (await Promise.all(wrong)).flat();
  },
};

export const largestPacket: Check = {
  name: "MTU: the largest packet crosses whole, and one byte more is answered with the MTU",
  observes: true,
  async run(subject) {
    const { lab, plan } = subject;
    const wrong: string[] = [];
    for (const { from, to } of lab.file.probes) {
      const { gateway, tunnelPeer } = await lab.forwarding({ from, to });
      const { mtu } = endWith(planOf(plan, gateway), tunnelPeer);
      wrong.push(...(await probeSize(subject, { from, to, mtu })));
    }
    return wrong;
  },
};

async function probeSize(
  { lab }: Subject,
  { from, to, mtu }: { from: string; to: string; mtu: number },
): Promise<string[]> {
  const payload = mtu - PING_HEADERS[to.includes(":") ? 6 : 4];
  const ping = async (bytes: number) => {
    const words = ["ping", "-n", "-M", "do", "-c", "2", "-W", "2", "-s", String(bytes), to];
    const { stdout, stderr } = await lab.host(from, words, { mayFail: true });
    return stdout + stderr;
  };
  const fits = await ping(payload);
  const tooLong = await ping(payload + 1);
  const wrong: string[] = [];
  if (!/ 0% packet loss/.test(fits)) wrong.push(`${from} to ${to}: ${mtu} bytes do not cross`);
  if (!new RegExp(`mtu ?= ?${mtu}\\b|message too long, mtu: ${mtu}\\b`).test(tooLong))
    wrong.push(`${from} to ${to}: ${mtu + 1} bytes are not answered with MTU ${mtu}:\n${tooLong}`);
  return wrong;
}
