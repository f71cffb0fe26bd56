import { z } from "zod";
import { ip } from "./ip";
import { rule } from "./rule";
import { hostAddress, wholeNumber } from "./values";

const area = rule(
  hostAddress,
  (text) => ip(text).family === 4,
  'an OSPF area in dotted form, like "0.0.0.0"',
  "0.0.0.0 is the backbone (RFC 2328, 3.1); area 1 is 0.0.0.1",
);

const seconds = wholeNumber(1, 65535, "seconds", "every router of the segment needs the same");

const ospf = z.strictObject({
  kind: z.literal("ospf"),
  area,
  helloIntervalSeconds: seconds.optional(),
  deadIntervalSeconds: seconds.optional(),
  bfd: z.string().optional(),
});
export type InsideOspfIntent = z.infer<typeof ospf>;

export const insideRoutingIntent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bgp") }),
  ospf,
]);
export type InsideRoutingIntent = z.infer<typeof insideRoutingIntent>;
