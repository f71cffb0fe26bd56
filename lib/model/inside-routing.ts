import { z } from "zod";
import { ip } from "./ip";
import { rule } from "./rule";
import { routingKey } from "./routing-key";
import { hostAddress, unicastAddress, wholeNumber } from "./values";

const area = rule(
  hostAddress,
  (text) => ip(text).family === 4,
  'an OSPF area in dotted form, like "0.0.0.0"',
  "0.0.0.0 is the backbone (RFC 2328, 3.1); area 1 is 0.0.0.1",
);

const seconds = wholeNumber(1, 65535, "seconds", "every router of the segment needs the same");

const ospf = z.strictObject({
  kind: z.literal("ospf"),
  area: area.default("0.0.0.0"),
  helloIntervalSeconds: seconds.optional(),
  deadIntervalSeconds: seconds.optional(),
  bfd: z.string().optional(),
  secret: routingKey.optional(),
  md5: z.boolean().optional(),
});
export type InsideOspfIntent = z.infer<typeof ospf>;

const CENTISECOND = 10;

const vrrp = z.strictObject({
  kind: z.literal("vrrp"),
  virtualRouterId: wholeNumber(
    1,
    255,
    "virtual router ids",
    "any that no other virtual router of the segment has (RFC 9568, 5.2.3)",
  ),
  addresses: z.array(unicastAddress).min(1),
  advertisementIntervalMs: rule(
    wholeNumber(
      CENTISECOND,
      40_950,
      "milliseconds",
      "100 has the partner take over within 310 ms (RFC 9568, 6.1)",
    ),
    (interval) => interval % CENTISECOND === 0,
    "a multiple of 10 ms",
    "VRRP counts in hundredths of a second (RFC 9568, 5.2.7): round it",
  ).optional(),
  segmentConvergenceMs: wholeNumber(
    0,
    60_000,
    "milliseconds",
    "a single switch takes none; ask who runs the segment how long its own repair takes at the longest",
  ),
  preemptDelaySeconds: wholeNumber(
    0,
    1000,
    "seconds",
    "long enough for IKE and BGP to come back; 30 is the default",
  ).optional(),
});
export type InsideVrrpIntent = z.infer<typeof vrrp>;

export const insideRoutingIntent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bgp"), secret: routingKey.optional() }),
  ospf,
  vrrp,
]);
export type InsideRoutingIntent = z.infer<typeof insideRoutingIntent>;
