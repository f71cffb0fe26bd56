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

export const bfdProfileIntent = z.strictObject({
  path: constructPath,
  name: rule(
    z.string(),
    (text) => /^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(text),
    "a profile name of a letter, then letters, digits, '_' and '-', at most 63 characters",
    "change the construct's id",
  ),
  transmitIntervalMs: interval,
  receiveIntervalMs: interval,
  detectMultiplier: wholeNumber(
    2,
    255,
    "packets",
    "RFC 5880 has 8 bits for it; FRR wants 2 at least",
  ),
  echoIntervalMs: interval.optional(),
  passiveMode: z.boolean().optional(),
  microBfd: rule(
    z.boolean(),
    (wanted) => !wanted,
    "one session for the whole link: no open routing daemon has sessions for the members of a bond (RFC 7130)",
    "give each uplink a gateway of its own in an HaPair, whose tunnels have sessions of their own; of a bond's members LACP tells within 3 s (lacp_rate fast)",
  ).optional(),
  minimumTtl: wholeNumber(
    1,
    254,
    "hops that a packet has left",
    "packets set out with 255: 254 admits neighbors behind one router, 253 behind two",
  ).optional(),
});
export type BfdProfileIntent = z.infer<typeof bfdProfileIntent>;

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
  mode: z.enum(wordsOf(HaMode)),
  preference: z.enum(wordsOf(PathPreference)),
  asPathPrepend: wholeNumber(
    1,
    10,
    "times",
    "once is enough where nobody else prepends; longer paths are often filtered",
  ).optional(),
  pairLink: pairLinkIntent,
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

const timer = (low: number) =>
  wholeNumber(
    low,
    65535,
    "seconds",
    "RFC 4271 wants a hold time of at least 3 s, about 3 × keepalive",
  );

const subnets = z.array(linkSubnet).min(1).max(2);

const known = (what: string, remedy: string) =>
  rule(z.array(z.string()), (names) => names.length === 0, what, remedy);

export const meshIntent = z.strictObject({
  path: constructPath,
  members: z.array(z.string()),
  hubs: z.array(z.string()).min(1).optional(),
  bfd: z.string().optional(),
  keepaliveSeconds: timer(1),
  holdTimeSeconds: timer(3),
  connectRetrySeconds: timer(1),
  analyzeDoubleFailures: z.boolean().optional(),
  unknownPins: known(
    "pins of tunnels that the mesh makes",
    "use the construct ids of the mesh's VPNs: two gateways' names in alphabetical order, '-' between",
  ),
  unknownMemberAuthentication: known(
    "authentication of members of the mesh, whose construct ids are all different",
    "use the members' construct ids",
  ),
  unknownTunnelAuthentication: known(
    "authentication of tunnels that the mesh makes",
    "use the construct ids of the mesh's VPNs: two gateways' names in alphabetical order, '-' between",
  ),
  ambiguousAuthentication: known(
    "one authentication for each tunnel; memberAuthentication has one for either end of these",
    "name these tunnels in tunnelAuthentication",
  ),
  prefixIndependentConvergence: z.boolean(),
  /** By the VPN's path. */
  networkSubnets: z.record(z.string(), subnets),
  /** By the member's path. */
  sitePins: z.record(
    z.string(),
    z.strictObject({ subnets: subnets.optional(), device: deviceName.optional() }),
  ),
  unknownSitePins: known(
    "pins of sites that are members of the mesh",
    "use the members' construct ids",
  ),
});
export type MeshIntent = z.infer<typeof meshIntent>;
