import { gatewaysOf, planOf } from "./plan";
import { insideRoutes } from "./inside";
import type { Check, Subject } from "./check";
import { ownerOf } from "../topology/announce";
import type { FaultKind } from "../topology/schema";
import { describe, type Run } from "../measurement/run";
import { eventually } from "./eventually";
import { outageOf } from "./traffic";

/** A repair by BFD is well inside this, one by BGP's hold time is not. */
const BFD_LIMIT_MS = 3000;

const hasPairs = ({ plan }: Subject) =>
  plan.gateways.some(({ pairLink }) => pairLink !== undefined);

/** Links of their own, which can be cut. */
const hasPairLinks = ({ plan }: Subject) =>
  plan.gateways.some(({ pairLink }) => pairLink?.shared === false);

/** What the comparison without BFD takes it from. */
const hostsHaveBfd = ({ lab }: Subject) =>
  Object.values(lab.file.hosts).every(({ bgp }) => bgp?.bfd);

/** No host goes by one gateway of a pair alone, nor waits for advertisements to tell it of another. */
const hostsFollow = ({ lab, plan }: Subject) => {
  const ofPairs = plan.gateways.filter(({ pairLink }) => pairLink !== undefined);
  const own = ofPairs.flatMap(({ inside }) => inside.flatMap(({ addresses }) => addresses));
  const ofOne = (router: string) => own.some((address) => address.split("/")[0] === router);
  return Object.values(lab.file.hosts).every(
    ({ bgp, ospf, acceptRa, routes }) =>
      bgp ?? ospf ?? (!acceptRa && !routes.some(({ via }) => ofOne(via))),
  );
};

export const sessionsOfMesh: Check = {
  name: "000.1 every gateway has a tunnel to each gateway of the other side, and a link to its partner",
  observes: true,
  concerns: hasPairs,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    for (const { name, tunnels, pairLink } of plan.gateways) {
      const others = plan.gateways.filter(
        (one) => one.name !== name && one.name !== pairLink?.partner,
      );
      const { stdout } = await lab.exec(name, ["swanctl", "--list-sas"]);
      for (const other of others) {
        if (!tunnels.some(({ peer }) => peer === other.name))
          wrong.push(`${name}: no tunnel to ${other.name}`);
        if (!new RegExp(`^${other.name}: #\\d+, ESTABLISHED`, "m").test(stdout))
          wrong.push(`${name}: no IKE SA with ${other.name}`);
      }
      if (!pairLink) continue;
      const sessions = (await lab.sessions()).filter(({ owner }) => owner === name);
      if (sessions.some(({ up }) => !up)) wrong.push(`${name}: not every session is up`);
    }
    return wrong;
  },
};

export const onePath: Check = {
  name: "000.4 while all is healthy exactly one gateway of each side forwards, the primary",
  observes: true,
  concerns: (subject) => hasPairs(subject) && subject.lab.file.preferred !== undefined,
  async run({ lab, plan }) {
    const wrong: string[] = [];
    const { gateway, tunnelPeer } = lab.file.preferred!;
    for (const probe of lab.file.probes) {
      const path = await lab.forwarding(probe);
      const far = gatewaysOf(plan, ownerOf(lab.file, probe.to));
      const out = far.some(({ name }) => name === tunnelPeer);
      const [first, second] = out ? [gateway, tunnelPeer] : [tunnelPeer, gateway];
      if (path.gateway !== first || path.tunnelPeer !== second)
        wrong.push(
          `${probe.from} to ${probe.to}: ${path.gateway}-${path.tunnelPeer} forwards, not ${first}-${second}`,
        );
    }
    return wrong;
  },
};

function survives(fault: FaultKind, what: string, concerns = hasPairs): Check {
  return {
    name: `000.5 connectivity survives ${what}`,
    concerns: (subject) => concerns(subject) && hostsFollow(subject),
    run: ({ lab }) => outageOf(lab, fault),
  };
}

export const singleFailures: Check[] = [
  survives("gateway", "the loss of the preferred gateway"),
  survives("uplink", "an uplink that drops all packets"),
  survives("tunnel", "the loss of the preferred tunnel's path"),
  survives("pair-link", "the loss of the pair link", hasPairLinks),
  survives("inside", "the loss of the preferred gateway's inside link"),
];

export const overThePartner: Check = {
  name: "000.6 a preferred gateway that has lost both remote links sends through its partner over the pair link",
  concerns: hasPairLinks,
  async run({ lab, plan }) {
    const path = await lab.settle();
    const own = planOf(plan, path.gateway);
    const { pairLink } = own;
    const end = await lab.inject("uplink-unplugged", path);
    try {
      const [{ from }] = lab.file.probes;
      const wrong: string[] = [];
      for (const { to } of lab.file.probes.filter((probe) => probe.from === from)) {
        const moved = await eventually(async () => {
          const get = insideRoutes(own, "get", to);
          const { stdout } = await lab.exec(path.gateway, get, { mayFail: true });
          return stdout.includes(` dev ${pairLink!.device} `);
        });
        if (!moved) wrong.push(`${path.gateway} does not send ${to} over ${pairLink!.device}`);
        const ping = ["ping", "-q", "-c", "1", "-W", "1", to];
        const reached = await eventually(
          async () => (await lab.host(from, ping, { mayFail: true })).code === 0,
        );
        if (!reached) wrong.push(`${from} does not reach ${to}`);
      }
      return wrong;
    } finally {
      await end();
    }
  },
};

export const moveByMed: Check = {
  name: "000.8 the other side moves traffic to its secondary by MED, the lowest wins",
  concerns: ({ lab, plan }) => {
    const other = lab.file.preferred?.tunnelPeer;
    return plan.gateways.some(({ name, pairLink }) => name === other && pairLink !== undefined);
  },
  async run({ lab, plan }) {
    const { tunnelPeer } = await lab.settle();
    const { pairLink, pic } = planOf(plan, tunnelPeer);
    const { partner } = pairLink!;
    // Where a site's address leads, its networks follow.
    const out = pic ? "site-out" : "tunnel-out";
    const maps = [4, 6].map((family) => `route-map ${out}-ipv${family}-med-100 permit 10`);
    const setMed = (med: number) =>
      lab.configureFrr(
        tunnelPeer,
        maps.flatMap((map) => [map, `set metric ${med}`]),
      );
    try {
      await setMed(300);
      const moved = await eventually(async () => {
        // While traffic moves, no tunnel carries most of it.
        const path = await lab.forwarding().catch(() => undefined);
        return path?.tunnelPeer === partner;
      });
      return moved ? [] : [`traffic stays with ${tunnelPeer} although it announces MED 300`];
    } finally {
      await setMed(100);
    }
  },
};

export const slowerWithoutBfd: Check = {
  name: "000.7 without BFD the same failure waits for BGP's hold time",
  concerns: (subject) => hasPairs(subject) && hostsHaveBfd(subject),
  async run({ lab }) {
    await lab.settle();
    await lab.withoutBfd();
    const suffices = ({ survived, longestMs }: Run) => survived && longestMs > BFD_LIMIT_MS;
    const { runs } = await lab.measure({ fault: "uplink", secondsAfter: 15, suffices });
    return suffices(runs[0]) ? [] : [describe(runs[0])];
  },
};
