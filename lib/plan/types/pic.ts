/** What makes a failure one change of a route, however many networks are behind it. */
export interface PicPlan {
  /** What stands for the gateway's own site, one address for each family. */
  readonly siteLoopbacks: readonly string[];
  readonly remoteSites: readonly RemoteSitePlan[];
  /** Own networks, by way of the partner: what the gateway has lost, its partner may still have. */
  readonly partnerRoutes: readonly {
    readonly prefix: string;
    readonly via: string;
    readonly device: string;
  }[];
}

/** Another site as this gateway reaches it: through a VRF whose default route follows the site's address. */
export interface RemoteSitePlan {
  readonly path: string;
  readonly name: string;
  readonly device: string;
  readonly table: number;
  readonly siteLoopbacks: readonly string[];
  /** Next hops of the site's networks, in the order of siteLoopbacks; they lead to the device. */
  readonly nextHops: readonly string[];
  /** The gateway's own, for packets that it sends there itself. */
  readonly sources: readonly string[];
  /** Of the narrowest tunnel. */
  readonly mss4: number;
  readonly mss6: number;
}
