import { z } from "zod";
import { cidr } from "./ip";
import { rule } from "./rule";
import { routedPrefix, wholeNumber } from "./values";

const ipv6Prefix = rule(
  routedPrefix,
  (text) => cidr(text).family === 6,
  'an IPv6 prefix, like "fd02::/64"',
  "leave out what is IPv4: router advertisements are IPv6's own",
);

/** What routers tell the hosts of a segment (RFC 4861, RFC 4191). */
export const advertisementIntent = z.strictObject({
  autonomousAddresses: z.boolean().optional(),
  defaultRouter: z.boolean().optional(),
  routes: z.array(ipv6Prefix).optional(),
  maxIntervalSeconds: wholeNumber(
    4,
    1800,
    "seconds",
    "RFC 4861 allows no other; 600 is its default",
  ).optional(),
});
export type AdvertisementIntent = z.infer<typeof advertisementIntent>;
