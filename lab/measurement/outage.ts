/** What the guest's outage.sh saw of traffic; microseconds since 1970. */
export interface Watch {
  /** when the fault was begun: packets may still have come until it stood */
  begun: number;
  stood: number;
  /** when ending the fault was begun, if it was while traffic was watched, and when it had ended */
  healing?: number;
  healed?: number;
  /** when all sessions were up again */
  restored?: number;
  end: number;
  /** when each number was sent, in every direction at once */
  sent: number[];
  flows: Arrivals[];
}

/** One direction between two hosts: what came, by number and time. */
export interface Arrivals {
  from: string;
  to: string;
  address: string;
  received: [number: number, time: number][];
}

/** What a fault did to one direction. */
export interface Outage {
  from: string;
  to: string;
  family: 4 | 6;
  /** longest time without an arrival, from the last one before the fault to its end */
  longestMs: number;
  /** longest time without an arrival before the fault: how quiet the lab was */
  beforeMs: number;
  /** packets sent before the fault's end that never came */
  lost: number;
  /** traffic flowed at the end of the fault, or of the watch if it was not healed */
  survived: boolean;
  /** from the healing to the first arrival after it; nothing if there was none */
  returnedMs?: number;
  /** what the fault's end did, of a fault that was ended while traffic was watched */
  atReturn?: AtReturn;
}

/** What it costs that a gateway or a link is back. */
export interface AtReturn {
  /** longest time without an arrival, from the last one before the fault's end on */
  longestMs: number;
  /** packets sent from then on that never came */
  lost: number;
}

/** Traffic flows if something came within so long before. */
const FLOWING = 1_000_000;

/** From one time to another, in microseconds since 1970. */
export interface Gap {
  from: number;
  to: number;
}

/** What happened to each direction. */
export function outages(watch: Watch): Outage[] {
  const { begun, healed, sent, flows } = watch;
  const last = lastOfFault(watch);
  return flows.map((flow) => {
    const { from, to, address, received } = flow;
    const times = received.map(([, time]) => time);
    const returned = healed === undefined ? undefined : times.find((time) => time > healed);
    const survived = flowsAt(flow, last);
    return {
      from,
      to,
      family: address.includes(":") ? 6 : 4,
      longestMs: lengthOf(silence(watch, flow)),
      beforeMs: lengthOf(longest([sent[0], ...times.filter((time) => time <= begun)])),
      lost: lostBetween(watch, flow, sent[0], survived ? last : Infinity),
      survived,
      returnedMs: returned === undefined ? undefined : milliseconds(returned - healed!),
      atReturn: atReturn(watch, flow),
    };
  });
}

function lastOfFault({ healing, healed, end }: Watch): number {
  return healing ?? healed ?? end;
}

function flowsAt({ received }: Arrivals, moment: number): boolean {
  return received.some(([, time]) => time > moment - FLOWING && time <= moment);
}

/** Packets sent in a time that never came. */
function lostBetween({ sent }: Watch, { received }: Arrivals, from: number, to: number): number {
  const came = new Set(received.map(([number]) => number));
  return sent.filter((time, number) => time >= from && time < to && !came.has(number)).length;
}

function atReturn(watch: Watch, flow: Arrivals): AtReturn | undefined {
  const { healing, end } = watch;
  if (healing === undefined) return undefined;
  const times = flow.received.map(([, time]) => time);
  const before = flowsAt(flow, healing) ? times.filter((time) => time <= healing).at(-1)! : healing;
  return {
    longestMs: lengthOf(longest([before, ...times.filter((time) => time > healing), end])),
    lost: lostBetween(watch, flow, healing, Infinity),
  };
}

/** The longest silence of a direction from the last arrival before the fault to its end; further, if it lasts. */
export function silence(watch: Watch, flow: Arrivals): Gap {
  const { begun, stood, end } = watch;
  const last = lastOfFault(watch);
  const times = flow.received.map(([, time]) => time);
  const before = times.filter((time) => time <= begun).at(-1);
  const until = flowsAt(flow, last) ? last : end;
  const during = times.filter((time) => time > begun && time <= until);
  return longest([before ?? stood, ...during, until]);
}

/** The longest time between two sends: an outage is not known more exactly. */
export function longestPause({ sent }: Watch): number {
  return lengthOf(longest(sent));
}

export function lengthOf({ from, to }: Gap): number {
  return milliseconds(to - from);
}

function longest(times: number[]): Gap {
  const gaps = times.slice(1).map((to, at) => ({ from: times[at], to }));
  return gaps.reduce(longer, { from: times[0], to: times[0] });
}

export function longer(one: Gap, other: Gap): Gap {
  return other.to - other.from > one.to - one.from ? other : one;
}

function milliseconds(microseconds: number): number {
  return Math.round(microseconds / 1000);
}
