import { BfdProfilePlan, BgpTimers, GatewayPlan } from "../plan/types";
import { Interval } from "./interval";

/** How a speaker learns that the next one is out of reach. */
export interface Detection {
  readonly by: "BFD" | "BGP hold time" | "link";
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

/** What watches a session: the gateway's profile for it, if any, and BGP's own timers. */
interface Watched {
  readonly timers: BgpTimers;
  readonly bfdProfile?: string;
}

export function bySession(gateway: GatewayPlan, { bfdProfile, timers }: Watched): Detection {
  const profile = gateway.bfdProfiles.find(({ name }) => name === bfdProfile);
  return profile ? byBfd(profile) : byHoldTime(timers);
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
