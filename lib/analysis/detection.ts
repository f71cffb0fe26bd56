import { BfdTimers, BgpTimers } from "../plan/types";
import { MISSED, skewMs } from "../plan/vrrp";
import { Interval, plus } from "./interval";
import { WalkedGateway } from "./walked";

type Ospf = NonNullable<WalkedGateway["ospf"]>;
type Vrrp = NonNullable<WalkedGateway["vrrp"]>;

/** How a speaker learns that the next one is out of reach. */
export interface Detection {
  readonly by: "BFD" | "BGP hold time" | "OSPF dead interval" | "VRRP" | "link";
  readonly time: Interval;
  /** How the time comes about, for those who want to change it. */
  readonly arithmetic: string;
  /** Whether it notices what it sends to be lost as well as what it is sent. */
  readonly roundTrip?: true;
}

/** The kernel reports a carrier within a few milliseconds; the daemons follow. */
export const BY_LINK: Detection = {
  by: "link",
  time: { min: 0, max: 50 },
  arithmetic: "the kernel reports a carrier's loss at once",
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

/** By one of two gateways that have the same profile for the session. */
export function bySession(gateway: WalkedGateway, { bfdProfile, timers }: Watched): Detection {
  const profile = profileOf(gateway, bfdProfile);
  return profile ? byBfd(profile, profile) : byHoldTime(timers);
}

/** By an inner router, of a gateway that has this session with it. */
export function bySessionInside(
  gateway: WalkedGateway,
  { bfdProfile, timers }: Watched,
): Detection {
  return byInnerRouter(gateway, bfdProfile) ?? byHoldTime(timers);
}

export function byAdjacencyInside(gateway: WalkedGateway, ospf: Ospf): Detection {
  return byInnerRouter(gateway, ospf.bfdProfile) ?? byDeadInterval(ospf);
}

/** Unless more is known of it, an inner router has the timers that the gateway has. */
function byInnerRouter(gateway: WalkedGateway, wanted: string | undefined): Detection | undefined {
  const profile = profileOf(gateway, wanted);
  return profile && byBfd(gateway.insideRoutersBfd ?? profile, profile);
}

function profileOf({ bfdProfiles }: WalkedGateway, wanted: string | undefined) {
  return bfdProfiles.find(({ name }) => name === wanted);
}

/** What FRR takes of echo packets where nothing is said. */
const ECHO_RECEIVE_MS = 50;

/** The quicker of control and echo packets. */
function byBfd(own: BfdTimers, watched: BfdTimers): Detection {
  const control = missed(watched, own.receiveIntervalMs, watched.transmitIntervalMs);
  if (own.echoIntervalMs === undefined) return control;
  const echo = missed(watched, own.echoIntervalMs, watched.echoIntervalMs ?? ECHO_RECEIVE_MS);
  return echo.time.max < control.time.max
    ? { ...echo, arithmetic: `echo ${echo.arithmetic}`, roundTrip: true }
    : control;
}

/**
 * The watched end's multiplier counts, times the interval that both ends allow. The last packet came up
 * to one interval before the failure (RFC 5880, 6.8.4).
 */
function missed({ detectMultiplier }: BfdTimers, ownMs: number, watchedMs: number): Detection {
  const interval = Math.max(ownMs, watchedMs);
  const time = { min: (detectMultiplier - 1) * interval, max: detectMultiplier * interval };
  return { by: "BFD", time, arithmetic: `${detectMultiplier} × max(${ownMs}, ${watchedMs}) ms` };
}

/** Likewise, with the keepalive in the interval's place (RFC 4271, 4.2). */
function byHoldTime({ holdTimeSeconds, keepaliveSeconds }: BgpTimers) {
  const max = holdTimeSeconds * 1000;
  const time = { min: max - keepaliveSeconds * 1000, max };
  return { by: "BGP hold time", time, arithmetic: `hold time of ${holdTimeSeconds} s` } as const;
}

/** Likewise, with hellos (RFC 2328, 10.2). */
function byDeadInterval({ deadIntervalSeconds, helloIntervalSeconds }: Ospf) {
  const max = deadIntervalSeconds * 1000;
  const time = { min: max - helloIntervalSeconds * 1000, max };
  const arithmetic = `dead interval of ${deadIntervalSeconds} s`;
  return { by: "OSPF dead interval", time, arithmetic } as const;
}

/** Likewise, with advertisements, by the one that waits for them (RFC 9568, 6.1). */
export function byVrrp(vrrp: Vrrp): Detection {
  const { advertisementIntervalMs: interval } = vrrp;
  const skew = skewMs(vrrp);
  const max = MISSED * interval + skew;
  const arithmetic = `${MISSED} × ${interval} ms and a skew time of ${skew} ms`;
  return { by: "VRRP", time: { min: max - interval, max }, arithmetic };
}

/**
 * A loss in one direction, with BFD: the end that receives nothing ends the session with a NOTIFICATION
 * (RFC 9384), which informs the other. Its BFD packet, which would (RFC 5880, 6.8.6), is refused by FRR 8.4
 * and 10.3, since it bears no discriminator (FRRouting/frr#23283). A NOTIFICATION behind a message whose
 * acknowledgement has been missing for too long waits until the other's own BFD expires, which has
 * accepted nothing since. Both seen on FRR 8.4 and 10.3.
 */
export function told(far: Detection, own: Detection, name: string): Detection {
  if (far.time.max <= TCP_PATIENCE_MS) {
    const arithmetic = `${far.arithmetic}, and up to ${NEWS.max} ms until ${name} learns of it`;
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
