import type { Lab } from "../lab";
import { sleep } from "../processes";
import { moved } from "../sessions";
import type { ForwardingPath } from "../topology/fault";
import type { FaultKind } from "../topology/schema";
import { journalOf, looksOf, now } from "./journal";
import { planOf, type GatewayPlan, type Plan } from "./plan";
import type { Check, Subject } from "./check";
import { within } from "./eventually";

/** The timer looks once a minute, up to 20 s later; an emulated CPU takes its time to look. */
const INTERVAL_SECONDS = 110;

export function noFalseAlarm(seconds: number): Check {
  return {
    name: `000.9 no gateway's timer raises an alarm in ${seconds} s in which nothing happens`,
    async run({ lab }) {
      const since = await now(lab);
      const before = await lab.sessions();
      await sleep(seconds);
      const flap = moved(before, await lab.sessions());
      const wrong = flap ? [`something did happen: ${flap}`] : [];
      for (const gateway of lab.gateways) {
        const looks = await looksOf(lab, gateway, since);
        if (looks < Math.floor(seconds / INTERVAL_SECONDS))
          wrong.push(`${gateway}: its timer looked ${looks} times`);
        wrong.push(...(await journalOf(lab, gateway, since)).map((line) => `${gateway}: ${line}`));
      }
      return wrong;
    },
  };
}

/** A fault that lasts, and what the timers of which gateways must make of it. */
interface Alarming {
  title: string;
  concerns?: (subject: Subject) => boolean;
  /** Brings it about; the function it returns ends it. */
  inject(lab: Lab, path: ForwardingPath): Promise<() => Promise<void>>;
  alarms(plan: Plan, path: ForwardingPath): Alarm[];
}

interface Alarm {
  gateway: string;
  line: RegExp;
}

/** A path that stays silent takes the IKE SA with it after a while, which then is the lowest layer. */
const pathLost = (gateway: string, peer: string): Alarm => ({
  gateway,
  line: new RegExp(`^tunnel ${peer}: (path|ike) is down$`),
});

const named = (gateway: string, link: string, layer: string): Alarm => ({
  gateway,
  line: new RegExp(`^${link}: ${layer} is down$`),
});

const bothEnds = ({ gateway, tunnelPeer }: ForwardingPath) => [
  pathLost(gateway, tunnelPeer),
  pathLost(tunnelPeer, gateway),
];

const allPaths = ({ name, tunnels }: GatewayPlan) =>
  tunnels.flatMap(({ peer }) => bothEnds({ gateway: name, tunnelPeer: peer }));

const hasPairLink = ({ plan }: Subject) => plan.gateways.some(({ pairLink }) => pairLink);
const hasOwnPairLink = ({ plan }: Subject) =>
  plan.gateways.some(({ pairLink }) => pairLink?.shared === false);
const speaksBgp = ({ plan }: Subject) => plan.gateways.some(({ bgp }) => bgp);

const byFault = (kind: FaultKind) => (lab: Lab, path: ForwardingPath) => lab.inject(kind, path);

/** A daemon that is stopped: one that dies is back before the timer looks. */
const byStopping =
  (service: string) =>
  async (lab: Lab, { gateway }: ForwardingPath) => {
    await lab.exec(gateway, ["systemctl", "stop", service]);
    return async () => void (await lab.exec(gateway, ["systemctl", "start", service]));
  };

const alarming: Alarming[] = [
  ...(["tunnel", "tunnel-in", "tunnel-out"] as const).map((kind) => ({
    title: `${kind}: by its path, at both ends`,
    inject: byFault(kind),
    alarms: (_: Plan, path: ForwardingPath) => bothEnds(path),
  })),
  {
    title: "uplink: by the paths of all its tunnels, at both ends",
    inject: byFault("uplink"),
    alarms: (plan, { gateway }) => allPaths(planOf(plan, gateway)),
  },
  {
    title: "gateway: by the paths to it, of its peers and of its partner",
    concerns: hasPairLink,
    inject: byFault("gateway"),
    alarms: (plan, { gateway }) => {
      const { pairLink, tunnels } = planOf(plan, gateway);
      return [
        ...tunnels.map(({ peer }) => pathLost(peer, gateway)),
        named(pairLink!.partner, `pair ${gateway}`, "path"),
      ];
    },
  },
  {
    title: "pair-link: by the interface that has no carrier, and at the partner by the path",
    concerns: hasOwnPairLink,
    inject: byFault("pair-link"),
    alarms: (plan, { gateway }) => {
      const { partner } = planOf(plan, gateway).pairLink!;
      return [
        named(gateway, `pair ${partner}`, "interface"),
        named(partner, `pair ${gateway}`, "path"),
      ];
    },
  },
  {
    title: "inside: by the interface that has no carrier",
    concerns: ({ plan }) => plan.gateways.some(({ inside }) => inside.some(({ vxlan }) => !vxlan)),
    inject: byFault("inside"),
    alarms: (plan, { gateway }) =>
      planOf(plan, gateway)
        .inside.filter(({ vxlan }) => !vxlan)
        .map(({ device }) => named(gateway, `inside ${device}`, "interface")),
  },
  {
    title: "routing daemons: by BFD, or by BGP where there is none",
    concerns: speaksBgp,
    inject: byStopping("frr.service"),
    alarms: (plan, { gateway }) =>
      planOf(plan, gateway).tunnels.map(({ peer }) =>
        named(gateway, `tunnel ${peer}`, "(bfd|bgp)"),
      ),
  },
  {
    title: "IKE daemon: by the IKE SAs of all its tunnels",
    inject: byStopping("strongswan.service"),
    alarms: (plan, { gateway }) =>
      planOf(plan, gateway).tunnels.map(({ peer }) => named(gateway, `tunnel ${peer}`, "ike")),
  },
];

/** Each fault is told by the timers of the gateways that it concerns, within their interval, and its end too. */
export const namedByTimer: Check[] = alarming.map(({ title, concerns, inject, alarms }) => ({
  name: `000.9 the timers name a fault by its layer within their interval: ${title}`,
  concerns,
  async run({ lab, plan }) {
    const path = await lab.settle();
    const since = await now(lab);
    const end = await inject(lab, path);
    const silent = await afterInterval(() => missing(lab, alarms(plan, path), since)).finally(end);
    // A timer tells what has changed: of a fault that comes before it has seen this one's end, it would say nothing.
    return [...silent, ...(await afterInterval(() => standing(lab, since)))];
  },
}));

/** What is wrong still when the timers have had their time. */
async function afterInterval(ask: () => Promise<string[]>): Promise<string[]> {
  const wrong = await within(INTERVAL_SECONDS, 5, ask);
  return wrong.map((line) => `after ${INTERVAL_SECONDS} s ${line}`);
}

/** The alarms that have not come. */
async function missing(lab: Lab, alarms: Alarm[], since: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const gateway of new Set(alarms.map((alarm) => alarm.gateway))) {
    const said = await journalOf(lab, gateway, since);
    const silent = alarms.filter(
      (alarm) => alarm.gateway === gateway && !said.some((line) => alarm.line.test(line)),
    );
    wrong.push(
      ...silent.map(
        ({ line }) => `${gateway} has not said ${line}, but ${said.join("; ") || "nothing"}`,
      ),
    );
  }
  return wrong;
}

/** The alarms that have not been taken back. */
async function standing(lab: Lab, since: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const gateway of lab.gateways) {
    const last = new Map<string, string>();
    for (const line of await journalOf(lab, gateway, since)) last.set(line.split(": ")[0], line);
    const alarms = [...last.values()].filter((line) => !line.endsWith(": recovered"));
    wrong.push(...alarms.map((line) => `${gateway} still says ${line}`));
  }
  return wrong;
}
