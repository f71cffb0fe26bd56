/** How one end of a tunnel ranks it, and ranks itself to the other end: in place of what an HaPair chooses. */
export interface TunnelPreference {
  /**
   * Preference of what this end learns through the tunnel, within its AS; the highest wins (RFC 4271, 5.1.5). From
   * 51, since the path through the partner of a pair has 50.
   *
   * On the gateway: `set local-preference` in the route-map of what comes in.
   *
   * @default - by the roles of both gateways, where one is of an active/standby HaPair; else FRR's 100
   */
  readonly localPreference?: number;
  /**
   * Metric of what this end announces, for the other AS to compare this AS's paths by; the lowest wins (RFC 4271,
   * 5.1.4).
   *
   * On the gateway: `set metric` in the route-map of what is announced.
   *
   * @default - 100 from the primary of an active/standby HaPair, 200 from its secondary; else none
   */
  readonly med?: number;
  /**
   * How many times more this end's announcements have its own AS number, from 1 to 10, which makes them less preferred
   * (RFC 4271, 9.1.2.2) also where MED does not reach.
   *
   * On the gateway: `set as-path prepend` in the route-map of what is announced.
   *
   * @default - as `asPathPrepend` of the HaPair has it for its secondary; else none
   */
  readonly asPathPrepend?: number;
  /**
   * Communities (RFC 1997) of what this end announces, such as `65001:100`; the other end decides what they mean.
   *
   * On the gateway: `set community … additive` in the route-map of what is announced.
   *
   * @default - none
   */
  readonly communities?: string[];
}

/** The preferences of both ends of one of a mesh's tunnels. A third party's end is its operator's to configure. */
export interface TunnelPreferences {
  /**
   * Of the gateway whose name is first in the tunnel's construct id: `a` of `a-c`.
   *
   * @default - as without
   */
  readonly left?: TunnelPreference;
  /**
   * Of the other one.
   *
   * @default - as without
   */
  readonly right?: TunnelPreference;
}
