import { gatewaysOf, planOf, TunnelEnd } from "./plan";
import type { Check, Subject } from "./check";

export const layers: Check = {
  name: "000.2, 001.1 packets on the wire have the planned layers: IP, (UDP 4500,) ESP, then inside it IP and GRE where planned, then the hosts' own",
  observes: true,
  async run(subject) {
    const wrong: string[] = [];
    for (const probe of subject.lab.file.probes) {
      const { gateway, tunnelPeer } = await subject.lab.forwarding(probe);
      const end = planOf(subject.plan, gateway).tunnels.find(({ peer }) => peer === tunnelPeer)!;
      wrong.push(...(await capture(subject, gateway, end, probe)));
    }
    return wrong;
  },
};

async function capture(
  { lab, plan }: Subject,
  gateway: string,
  end: TunnelEnd,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const tunnel = plan.tunnels.find(({ path }) => path === end.path)!;
  const inUdp = tunnel.layers.some(({ protocol }) => protocol === "UDP");
  const { ipsec, gre } = end;
  const ends = `src host ${ipsec.localAddress} and dst host ${ipsec.remoteAddress}`;
  const outer = `${ends} and ${inUdp ? "udp port 4500" : "proto 50"}`;
  const packets = [
    { device: lab.file.gateways[gateway].uplink.device, filter: outer },
    ...(gre
      ? [
          {
            device: ipsec.device,
            filter: `src host ${gre.local} and dst host ${gre.remote} and proto 47`,
          },
        ]
      : []),
    { device: end.device, filter: `dst host ${to} and (icmp or icmp6)` },
  ];
  const watch = packets.map(({ device, filter }) =>
    lab.exec(gateway, ["timeout", "20", "tcpdump", "-n", "-p", "-c", "3", "-i", device, filter], {
      mayFail: true,
      timeLimit: 40,
    }),
  );
  const words = ["ping", "-q", "-c", "60", "-i", "0.2", "-W", "1", to];
  await lab.host(from, words, { mayFail: true });
  const seen = await Promise.all(watch);
  return seen.flatMap(({ code, stderr }, index) => {
    const { device, filter } = packets[index];
    return code === 0 ? [] : [`${gateway}: no "${filter}" on ${device}: ${stderr.trim()}`];
  });
}

export const ikePorts: Check = {
  name: "001.1 IKE runs on UDP 500, on UDP 4500 where ESP is in UDP",
  observes: true,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const { name, tunnels } of plan.gateways) {
      const { stdout } = await lab.exec(name, ["swanctl", "--list-sas"]);
      for (const { path, peer, ipsec } of tunnels) {
        const { layers: planned } = plan.tunnels.find((tunnel) => tunnel.path === path)!;
        const port = planned.some(({ protocol }) => protocol === "UDP") ? 4500 : 500;
        if (!stdout.includes(`@ ${ipsec.remoteAddress}[${port}]`))
          wrong.push(`${name}: IKE with ${peer} is not on UDP ${port}:\n${stdout}`);
      }
    }
    return wrong;
  },
};

export const noRoutesByIke: Check = {
  name: "001.4 routes into tunnels are ours or learnt; the IKE daemon installs none",
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const { name, tunnels } of plan.gateways) {
      // 220 is where charon puts routes.
      const script = "ip -4 route show table 220; ip -6 route show table 220";
      const { stdout } = await lab.exec(name, ["sh", "-c", script], { mayFail: true });
      if (stdout.trim() !== "") wrong.push(`${name}: routes by the IKE daemon:\n${stdout}`);
      const { stdout: into } = await lab.exec(name, ["ip", "route", "show"]);
      const devices = tunnels.map(({ device }) => device);
      const learnt = into
        .split("\n")
        .filter((line) => devices.some((one) => line.includes(` dev ${one}`)));
      if (!learnt.every((line) => / proto (static|bgp|kernel)\b/.test(line)))
        wrong.push(`${name}: routes of unknown origin:\n${learnt.join("\n")}`);
    }
    return wrong;
  },
};

export const insideSegments: Check = {
  name: "001.3 the inner side is the planned segment, the outer side the tunnel's interface",
  observes: true,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const { from, to } of lab.file.probes) {
      const { gateway, tunnelPeer } = await lab.forwarding({ from, to });
      const own = planOf(plan, gateway);
      const end = own.tunnels.find(({ peer }) => peer === tunnelPeer)!;
      const { stdout: route } = await lab.exec(gateway, ["ip", "route", "get", to]);
      if (!route.includes(` dev ${end.device} `))
        wrong.push(`${gateway}: ${to} is not reached through ${end.device}: ${route}`);
      for (const { device, vxlan } of own.inside) {
        const { stdout: link } = await lab.exec(gateway, ["ip", "-d", "link", "show", device]);
        if (vxlan && !link.includes(`vxlan id ${vxlan.vni} `))
          wrong.push(`${gateway}: ${device} is not VXLAN ${vxlan.vni}: ${link}`);
      }
      const known = gatewaysOf(plan, to).length > 0 || tunnelPeer in lab.file.foreign;
      if (!known) wrong.push(`${to} is on no planned segment`);
    }
    return wrong;
  },
};
