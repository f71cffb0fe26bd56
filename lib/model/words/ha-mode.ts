/** Which gateways of a pair forward. */
export enum HaMode {
  /** The primary, while it can; else the secondary. */
  ACTIVE_STANDBY = "active-standby",
  /** Both, flow by flow (equal-cost multipath). */
  ACTIVE_ACTIVE = "active-active",
}

/** What decides through which gateway of the other side a pair sends. */
export enum PathPreference {
  /**
   * What the other side says with MED (RFC 4271, 5.1.4; the lowest wins), so that it can move
   * traffic by itself, for maintenance for instance.
   */
  MED = "med",
  /** The pair's own ranking with LOCAL_PREF (RFC 4271, 5.1.5), whatever the other side says. */
  LOCAL_PREFERENCE = "local-preference",
}
