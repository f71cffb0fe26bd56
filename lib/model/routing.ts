import { z } from "zod";
import { announcedPrefixes } from "./announced";
import { insideRoutingIntent } from "./inside-routing";
import { rule } from "./rule";
import {
  asn,
  constructPath,
  deviceName,
  linkSubnet,
  routedPrefix,
  UINT32_MAX,
  unicastAddress,
  wholeNumber,
} from "./values";
import { wordsOf } from "./word";
import { HaMode, PathPreference } from "./words/ha-mode";

const interval = wholeNumber(
  10,
  60000,
  "milliseconds",
  "bfdd sends no faster than every 10 ms; 100 ms × 3 detects in 300 ms and runs on small machines",
);

/** Detects in 300 ms, which leaves an HaPair's default budget of 500 ms room for the rest. */
export const DEFAULT_BFD = { transmitIntervalMs: 100, receiveIntervalMs: 100, detectMultiplier: 3 };

export const bfdProfileIntent = z.strictObject({
  path: constructPath,
  name: rule(
    z.string(),
    (text) => /^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(text),
    "a profile name of a letter, then letters, digits, '_' and '-', at most 63 characters",
    "change the construct's id",
  ),
  transmitIntervalMs: interval.default(DEFAULT_BFD.transmitIntervalMs),
  receiveIntervalMs: interval.default(DEFAULT_BFD.receiveIntervalMs),
  detectMultiplier: wholeNumber(
    2,
    255,
    "packets",
    "RFC 5880 has 8 bits for it; FRR wants 2 at least",
  ).default(DEFAULT_BFD.detectMultiplier),
  echoIntervalMs: interval.optional(),
  passiveMode: z.boolean().optional(),
  microBfd: rule(
    z.boolean(),
    (wanted) => !wanted,
    "one session for the whole link: no open routing daemon has sessions for the members of a bond (RFC 7130)",
    "give each uplink a gateway of its own in an HaPair, whose tunnels have sessions of their own; LACP reports the loss of a bond's member within 3 s (lacp_rate fast)",
  ).optional(),
  minimumTtl: wholeNumber(
    1,
    254,
    "hops that a packet has left",
    "packets set out with 255: 254 admits neighbors behind one router, 253 behind two",
  ).optional(),
});
export type BfdProfileIntent = z.infer<typeof bfdProfileIntent>;

const prepended = wholeNumber(
  1,
  10,
  "times",
  "once is enough where no other AS prepends; longer paths are often filtered",
);

const pairLinkIntent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("inside") }),
  z.strictObject({
    kind: z.literal("interface"),
    primaryDevice: deviceName,
    secondaryDevice: deviceName,
    subnets: z.array(linkSubnet).min(1).max(2).optional(),
  }),
]);

export const haPairIntent = z.strictObject({
  path: constructPath,
  primary: z.string(),
  secondary: z.string(),
  asn,
  networks: z.array(routedPrefix).min(1),
  ...announcedPrefixes,
  mode: z.enum(wordsOf(HaMode)).default("active-standby"),
  preference: z.enum(wordsOf(PathPreference)).default("med"),
  asPathPrepend: prepended.optional(),
  pairLink: pairLinkIntent.default({ kind: "inside" }),
  insideRouting: insideRoutingIntent,
  insideRouters: z.array(unicastAddress).optional(),
  insideRoutersBfd: z.string().optional(),
  bfd: z.string().optional(),
  convergenceBudgetMs: wholeNumber(
    10,
    600_000,
    "milliseconds",
    "500 suits BFD at 100 ms × 3; without BFD the hold time is the least that can be promised",
  ).optional(),
});
export type HaPairIntent = z.infer<typeof haPairIntent>;

/** FRR's datacenter profile; its other default, 60/180/120 s, suits the public Internet. */
export const DEFAULT_TIMERS = { keepaliveSeconds: 3, holdTimeSeconds: 9, connectRetrySeconds: 10 };

const timer = (low: number) =>
  wholeNumber(
    low,
    65535,
    "seconds",
    "RFC 4271 wants a hold time of at least 3 s, about 3 × keepalive",
  );

const subnets = z.array(linkSubnet).min(1).max(2);

/** What iBGP over a pair link has: a tunnel below it would be hidden behind the partner's. */
export const PAIR_LOCAL_PREFERENCE = 50;

const community = rule(
  z.string(),
  (text) => {
    const [, asn, number] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
    return (
      [asn, number].every(
        (one) => one !== undefined && String(Number(one)) === one && Number(one) <= 65535,
      ) && asn !== "65535"
    );
  },
  'a community (RFC 1997) of two numbers up to 65535, like "65001:100", and none of the well-known ones, 65535:…',
  "use `drained` for graceful shutdown; other well-known communities go into a route-map of your own",
);

const tunnelPreference = z.strictObject({
  localPreference: wholeNumber(
    PAIR_LOCAL_PREFERENCE + 1,
    UINT32_MAX,
    "preferences",
    `the path through the partner has ${PAIR_LOCAL_PREFERENCE}`,
  ).optional(),
  med: wholeNumber(0, UINT32_MAX, "metrics", "RFC 4271 has 32 bits for it").optional(),
  asPathPrepend: prepended.optional(),
  communities: z.array(community).min(1).max(16).optional(),
});
export type TunnelPreferenceIntent = z.infer<typeof tunnelPreference>;

export const meshIntent = z.strictObject({
  path: constructPath,
  members: z.array(z.string()),
  hubs: z.array(z.string()).min(1).optional(),
  bfd: z.string().optional(),
  keepaliveSeconds: timer(1).default(DEFAULT_TIMERS.keepaliveSeconds),
  holdTimeSeconds: timer(3).default(DEFAULT_TIMERS.holdTimeSeconds),
  connectRetrySeconds: timer(1).default(DEFAULT_TIMERS.connectRetrySeconds),
  analyzeDoubleFailures: z.boolean().optional(),
  prefixIndependentConvergence: z.boolean().default(false),
  /** By the VPN's path. */
  tunnelPreferences: z
    .record(
      z.string(),
      z.strictObject({ left: tunnelPreference.optional(), right: tunnelPreference.optional() }),
    )
    .default({}),
  /** By the VPN's path. */
  networkSubnets: z.record(z.string(), subnets),
  /** By the member's path. */
  sitePins: z.record(
    z.string(),
    z.strictObject({ subnets: subnets.optional(), device: deviceName.optional() }),
  ),
});
export type MeshIntent = z.infer<typeof meshIntent>;
