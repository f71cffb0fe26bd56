/** What a site announces by BGP, and what its peers accept of it. */
export interface AnnouncedPrefixes {
  /**
   * Number of prefixes that the site announces, per address family, from 1 to 1000000. Its peers derive
   * `maximum-prefix` from it, and synthesis predicts repair times with it.
   *
   * @default - the number of prefixes in `networks`
   */
  readonly expectedPrefixes?: number;
  /**
   * Number of prefixes of one address family, from 1 to 4294967295, at which a peer ends its session with the
   * site (`maximum-prefix` of FRR, RFC 4486 subcode 1). The session restarts after five minutes. Routes that the
   * filters reject do not count.
   *
   * On the gateways of the site's peers, and of the site itself towards inner routers: `neighbor … maximum-prefix`.
   *
   * @default - twice `expectedPrefixes`, at least 1024; without it 16384; never more than `networks` have room for
   */
  readonly maximumPrefixes?: number;
  /**
   * Longest IPv4 prefix that is accepted within `networks`, from 8 to 32. A prefix that `networks` names is
   * accepted at its own length. Of a peer that declares no `networks`, it is the longest prefix of all.
   *
   * On the gateways: `le` of the prefix lists.
   *
   * @default 29: the smallest subnet of the clouds
   */
  readonly longestIpv4Prefix?: number;
  /**
   * Longest IPv6 prefix that is accepted within `networks`, from 16 to 128; see `longestIpv4Prefix`.
   *
   * @default 64 (RFC 7421)
   */
  readonly longestIpv6Prefix?: number;
}
