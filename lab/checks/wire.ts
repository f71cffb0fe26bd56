import type { Lab } from "../lab";
import { ownerOf } from "../topology/announce";
import {
  endWith,
  gatewaysOf,
  hasLayer,
  planOf,
  vpnEnds,
  type GatewayPlan,
  type TunnelEnd,
  type VpnEnd,
} from "./plan";
import { onInside, insideRoutes } from "./inside";
import type { Check, Subject } from "./check";

export const layers: Check = {
  name: "000.2, 001.1 packets on the wire have the planned layers: IP, (UDP 4500,) ESP, then inside it IP and GRE where planned, then the hosts' own",
  observes: true,
  async run(subject) {
    const wrong: string[] = [];
    for (const probe of subject.lab.file.probes) {
      const { gateway, tunnelPeer } = await subject.lab.forwarding(probe);
      const end = endWith(planOf(subject.plan, gateway), tunnelPeer);
      wrong.push(...(await capture(subject, gateway, end, probe)));
    }
    return wrong;
  },
};

async function capture(
  { lab, plan }: Subject,
  gateway: string,
  end: VpnEnd | TunnelEnd,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const { ipsec } = end;
  const { localAddress: source, remoteAddress: target } = ipsec;
  const outer = [
    ...(source === undefined ? [] : [`src host ${source}`]),
    ...(target === undefined ? [] : [`dst host ${target}`]),
    hasLayer(plan, end.path, "UDP") ? "udp port 4500" : "proto 50",
  ].join(" and ");
  const uplink = { device: lab.file.gateways[gateway].uplink.device, filter: outer };
  const inside = "kind" in ipsec ? insidePackets(end as TunnelEnd, to) : [];
  const packets = [uplink, ...inside];
  const watch = packets.map((one) => {
    const { device, filter } = one;
    // Immediately: packets in a buffer that is not full yet were never seen when the time was over.
    const tcpdump = "timeout 60 tcpdump -n -p --immediate-mode -c 3 -i".split(" ");
    const words = [...tcpdump, device, filter];
    const command = one === uplink ? words : onInside(planOf(plan, gateway), words);
    return lab.exec(gateway, command, { mayFail: true });
  });
  // As long as somebody still looks: under emulation tcpdump may take seconds to begin.
  let looking = true;
  const captured = Promise.all(watch).finally(() => (looking = false));
  const words = ["ping", "-q", "-c", "10", "-i", "0.2", "-W", "1", to];
  const pinging = async () => {
    while (looking) await lab.host(from, words, { mayFail: true });
  };
  const [seen] = await Promise.all([captured, pinging()]);
  return seen.flatMap(({ code, stderr }, index) => {
    const { device, filter } = packets[index];
    return code === 0 ? [] : [`${gateway}: no "${filter}" on ${device}: ${stderr.trim()}`];
  });
}

/** What passes the interfaces of a tunnel; a policy-based VPN has none. */
function insidePackets({ ipsec, gre, device }: TunnelEnd, to: string) {
  const withinGre = gre && `src host ${gre.local} and dst host ${gre.remote} and proto 47`;
  return [
    ...(withinGre ? [{ device: ipsec.device, filter: withinGre }] : []),
    { device, filter: `dst host ${to} and (icmp or icmp6)` },
  ];
}

export const ikePorts: Check = {
  name: "001.1 IKE runs on UDP 500, on UDP 4500 where ESP is in UDP",
  observes: true,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const gateway of plan.gateways) {
      const { name } = gateway;
      const { stdout } = await lab.exec(name, ["swanctl", "--list-sas"]);
      for (const { path, peer } of vpnEnds(gateway)) {
        const port = hasLayer(plan, path, "UDP") ? 4500 : 500;
        // Our own port: a NAT may have changed the peer's.
        const ends = new RegExp(`^${peer}: #.*\\n +local .*\\[${port}\\]\\n`, "m");
        if (!ends.test(stdout))
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
    for (const gateway of plan.gateways) {
      const { name } = gateway;
      // 220 is where charon puts routes.
      const script = "ip -4 route show table 220; ip -6 route show table 220";
      const { stdout } = await lab.exec(name, ["sh", "-c", script], { mayFail: true });
      if (stdout.trim() !== "") wrong.push(`${name}: routes by the IKE daemon:\n${stdout}`);
      const { stdout: into } = await lab.exec(name, insideRoutes(gateway, "show"));
      const devices = vpnEnds(gateway).map(({ device }) => device);
      const learnt = into
        .split("\n")
        .filter((line) => devices.some((one) => line.includes(` dev ${one}`)));
      if (!learnt.every((line) => / proto (static|bgp|kernel)\b/.test(line)))
        wrong.push(`${name}: routes of unknown origin:\n${learnt.join("\n")}`);
    }
    return wrong;
  },
};

/** Where a gateway sends what is for the address; behind a VRF that stands for a site, what that leads to. */
async function routeOf(lab: Lab, gateway: GatewayPlan, to: string): Promise<string> {
  const { stdout } = await lab.exec(gateway.name, insideRoutes(gateway, "get", to));
  const sites = gateway.pic?.remoteSites ?? [];
  const site = sites.find(({ device }) => stdout.includes(` dev ${device} `));
  if (!site) return stdout;
  const command = ["ip", "-o", "route", "get", "vrf", site.device, to];
  return (await lab.exec(gateway.name, command)).stdout;
}

export const insideSegments: Check = {
  name: "001.3 the inner side is the planned segment, the outer side the tunnel's interface",
  observes: true,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const { from, to } of lab.file.probes) {
      const { gateway, tunnelPeer } = await lab.forwarding({ from, to });
      const own = planOf(plan, gateway);
      // Of equal paths any one: the kernel chooses another for its own question than for the probe.
      const planned = gatewaysOf(plan, ownerOf(lab.file, to)).map(({ name }) => name);
      // No plan tells on which segment of somebody else's a host is.
      const far = tunnelPeer in lab.file.foreign ? [tunnelPeer] : planned;
      const devices = vpnEnds(own)
        .filter(({ peer }) => far.includes(peer))
        .map(({ device }) => device);
      const route = await routeOf(lab, own, to);
      if (!devices.some((device) => route.includes(` dev ${device} `)))
        wrong.push(`${gateway}: ${to} is not reached through ${devices.join(" or ")}: ${route}`);
      for (const { device, vxlan } of own.inside) {
        const command = onInside(own, ["ip", "-d", "link", "show", device]);
        const { stdout: link } = await lab.exec(gateway, command);
        if (vxlan && !link.includes(`vxlan id ${vxlan.vni} `))
          wrong.push(`${gateway}: ${device} is not VXLAN ${vxlan.vni}: ${link}`);
      }
      if (far.length === 0) wrong.push(`${to} is on no planned segment`);
    }
    return wrong;
  },
};
