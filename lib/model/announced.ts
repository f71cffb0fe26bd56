import { UINT32_MAX, wholeNumber } from "./values";

/** What a site announces, and what its peers accept of it; the same for every kind of site. */
export const announcedPrefixes = {
  expectedPrefixes: wholeNumber(
    1,
    1_000_000,
    "prefixes",
    "count those of the larger address family, or leave it out",
  ).optional(),
  maximumPrefixes: wholeNumber(
    1,
    UINT32_MAX,
    "prefixes",
    "FRR has 32 bits for it; leave it out for a limit derived from expectedPrefixes and networks",
  ).optional(),
  longestIpv4Prefix: wholeNumber(
    8,
    32,
    "bits",
    "29 is the smallest subnet of the clouds",
  ).optional(),
  longestIpv6Prefix: wholeNumber(
    16,
    128,
    "bits",
    "64 is the length of a subnet (RFC 7421)",
  ).optional(),
};

export interface AnnouncedIntent {
  readonly expectedPrefixes?: number;
  readonly maximumPrefixes?: number;
  readonly longestIpv4Prefix?: number;
  readonly longestIpv6Prefix?: number;
}
