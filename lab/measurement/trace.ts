import { lengthOf, longer, silence, type Watch } from "./outage";

/** What the guest's outage.sh saw of routing; microseconds since 1970. */
export interface Trace {
  /** when BGP lost a session, on any gateway or host */
  losses: number[];
  /** when a route of any kernel changed */
  changes: number[];
}

/** How the longest gap of all directions came about, in milliseconds that add up to it. */
export interface Phases {
  /** from the last arrival to the first session that BGP gave up */
  detection: number;
  /** from there to the last kernel's route that changed before traffic was back */
  routing: number;
  /** from there to the first arrival */
  delivery: number;
}

/** Nothing where no session was lost in the gap, or no route changed. */
export function phases(watch: Watch, { losses, changes }: Trace): Phases | undefined {
  const { from, to } = watch.flows.map((flow) => silence(watch, flow)).reduce(longer);
  const lost = losses.filter((time) => time >= from && time <= to);
  if (lost.length === 0) return undefined;
  const detected = Math.min(...lost);
  const changed = changes.filter((time) => time >= detected && time <= to);
  if (changed.length === 0) return undefined;
  const routed = Math.max(...changed);
  return {
    detection: lengthOf({ from, to: detected }),
    routing: lengthOf({ from: detected, to: routed }),
    delivery: lengthOf({ from: routed, to }),
  };
}
