import { BfdProfilePlan, BgpTimers, GatewayPlan, OspfPlan } from "../plan/types";
import { Interval, plus } from "./interval";

/** How a speaker learns that the next one is out of reach. */
export interface Detection {
  readonly by: "BFD" | "BGP hold time" | "OSPF dead interval" | "link";
  readonly time: Interval;
  /** How the time comes about, for those who want to change it. */
  readonly arithmetic: string;
}

/** The kernel tells of a carrier within a few milliseconds; the daemons follow. */
export const BY_LINK: Detection = {
  by: "link",
  time: { min: 0, max: 50 },
  arithmetic: "the kernel tells of a carrier's loss at once",
};

/** How long news of a session's end are on their way: as far as the width of a continent. */
const NEWS: Interval = { min: 0, max: 50 };

/** What is not acknowledged Linux repeats after 200 ms at the least; after the second time it sends nothing else. */
const TCP_PATIENCE_MS = 400;

/** What watches a session: the gateway's profile for it, if any, and BGP's own timers. */
export interface Watched {
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
}

export function bySession(gateway: GatewayPlan, { bfdProfile, timers }: Watched): Detection {
  return byProfile(gateway, bfdProfile) ?? byHoldTime(timers);
}

/** An inner router of the gateway's segments has the same timers. */
export function byAdjacency(gateway: GatewayPlan, ospf: OspfPlan): Detection {
  return byProfile(gateway, ospf.bfdProfile) ?? byDeadInterval(ospf);
}

function byProfile({ bfdProfiles }: GatewayPlan, wanted: string | undefined) {
  const profile = bfdProfiles.find(({ name }) => name === wanted);
  return profile && byBfd(profile);
}

/**
 * Both ends have the same profile. The last packet came up to one interval before the failure, and
 * the multiplier counts from there (RFC 5880, 6.8.4).
 */
function byBfd({ transmitIntervalMs, receiveIntervalMs, detectMultiplier }: BfdProfilePlan) {
  const interval = Math.max(transmitIntervalMs, receiveIntervalMs);
  const time = { min: (detectMultiplier - 1) * interval, max: detectMultiplier * interval };
  const arithmetic = `${detectMultiplier} × max(${transmitIntervalMs}, ${receiveIntervalMs}) ms`;
  return { by: "BFD", time, arithmetic } as const;
}

/** Likewise, with the keepalive in the interval's place (RFC 4271, 4.2). */
function byHoldTime({ holdTimeSeconds, keepaliveSeconds }: BgpTimers) {
  const max = holdTimeSeconds * 1000;
  const time = { min: max - keepaliveSeconds * 1000, max };
  return { by: "BGP hold time", time, arithmetic: `hold time of ${holdTimeSeconds} s` } as const;
}

/** Likewise, with hellos (RFC 2328, 10.2). */
function byDeadInterval({ deadIntervalSeconds, helloIntervalSeconds }: OspfPlan) {
  const max = deadIntervalSeconds * 1000;
  const time = { min: max - helloIntervalSeconds * 1000, max };
  const arithmetic = `dead interval of ${deadIntervalSeconds} s`;
  return { by: "OSPF dead interval", time, arithmetic } as const;
}

/**
 * A loss in one direction, with BFD: the end that receives nothing ends the session with a NOTIFICATION
 * (RFC 9384), which tells the other. Its BFD packet, which would (RFC 5880, 6.8.6), is refused by FRR 8.4
 * and 10.3, since it bears no discriminator (FRRouting/frr#23283). A NOTIFICATION behind a message whose
 * acknowledgement has been missing for too long waits until the other's own BFD expires, which has
 * accepted nothing since. Both seen on FRR 8.4 and 10.3.
 */
export function told(far: Detection, own: Detection, name: string): Detection {
  if (far.time.max <= TCP_PATIENCE_MS) {
    const arithmetic = `${far.arithmetic}, and up to ${NEWS.max} ms until ${name} is told`;
    return { ...far, time: plus(far.time, NEWS), arithmetic };
  }
  const time = { min: far.time.min, max: far.time.max + own.time.max };
  const arithmetic = `${far.arithmetic}, and up to ${own.time.max} ms until ${name} notices too`;
  return { ...far, time, arithmetic };
}

/**
 * A loss in one direction, with the hold time alone: the end that is heard no more still gets the
 * other's next keepalive, and nothing after it, since its acknowledgement is lost and TCP goes on
 * repeating that one. The other's NOTIFICATION waits behind it (seen on Linux 6.1).
 */
export function keptAlive({ holdTimeSeconds, keepaliveSeconds }: BgpTimers): Detection {
  const min = holdTimeSeconds * 1000;
  const time = { min, max: min + keepaliveSeconds * 1000 };
  const arithmetic = `hold time of ${holdTimeSeconds} s after a keepalive that comes within ${keepaliveSeconds} s`;
  return { by: "BGP hold time", time, arithmetic };
}
