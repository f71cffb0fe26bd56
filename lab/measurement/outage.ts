/** What the guest's outage.sh saw of traffic; microseconds since 1970. */
export interface Watch {
  /** when the fault was begun: packets may still have come until it stood */
  begun: number;
  stood: number;
  /** when the fault was ended, if it was while traffic was watched */
  healed?: number;
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
  /** longest time without an arrival, from the last one before the fault on */
  longestMs: number;
  /** longest time without an arrival before the fault: how quiet the lab was */
  beforeMs: number;
  /** packets of the whole watch that never came */
  lost: number;
  /** traffic flowed at the end of the fault, or of the watch if it was not healed */
  survived: boolean;
  /** from the healing to the first arrival after it; nothing if there was none */
  returnedMs?: number;
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
  const { begun, healed, end, sent, flows } = watch;
  return flows.map((flow) => {
    const { from, to, address, received } = flow;
    const times = received.map(([, time]) => time);
    const last = healed ?? end;
    const returned = healed === undefined ? undefined : times.find((time) => time > healed);
    return {
      from,
      to,
      family: address.includes(":") ? 6 : 4,
      longestMs: lengthOf(silence(watch, flow)),
      beforeMs: lengthOf(longest([sent[0], ...times.filter((time) => time <= begun)])),
      lost: sent.length - new Set(received.map(([number]) => number)).size,
      survived: times.some((time) => time > last - FLOWING && time <= last),
      returnedMs: returned === undefined ? undefined : milliseconds(returned - healed!),
    };
  });
}

/** The longest silence of a direction from the last arrival before the fault on; to the end, if it lasts. */
export function silence({ begun, stood, end }: Watch, { received }: Arrivals): Gap {
  const times = received.map(([, time]) => time);
  const before = times.filter((time) => time <= begun).at(-1);
  return longest([before ?? stood, ...times.filter((time) => time > begun), end]);
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
