import { Construct } from "constructs";
import { Gateway } from "../gateway/gateway";
import { IGateway, IMeshMember } from "../gateway/igateway";
import { Network } from "../network/network";
import { BfdProfile } from "../routing/bfd-profile";
import { HaMode, PathPreference } from "./ha-mode";
import { PairLink } from "./pair-link";

/** Two gateways that act as one site. */
export interface HaPairProps {
  /** The gateway that forwards while it can. */
  readonly primary: Gateway;
  /** The one that takes over. */
  readonly secondary: Gateway;
  /** The site's AS number. */
  readonly asn: number;
  /** Prefixes that the site announces while they are in its routing tables. */
  readonly networks: string[];
  /**
   * Which of the two forward.
   *
   * @default HaMode.ACTIVE_STANDBY
   */
  readonly mode?: HaMode;
  /**
   * What decides through which gateway of the other side the pair sends.
   *
   * @default PathPreference.MED
   */
  readonly preference?: PathPreference;
  /**
   * How the two reach each other.
   *
   * @default PairLink.inside()
   */
  readonly pairLink?: PairLink;
  /**
   * Addresses of inner routers and hosts that speak BGP with the pair, in its AS.
   *
   * @default - any on the first inside segment may connect (`bgp listen range`)
   */
  readonly insideRouters?: string[];
  /**
   * Liveness of the pair's own sessions: pair link and inside.
   *
   * @default - that of the mesh that the pair is a member of
   */
  readonly bfd?: BfdProfile;
  /**
   * Milliseconds that any single failure may take traffic away, from 10 to 600000. Synthesis walks
   * every single failure of the pair's tunnels, gateways and links, and refuses a network with one
   * that is not survived or whose predicted outage is longer.
   *
   * @default - 500 where the pair's mesh uses BFD; else none
   */
  readonly convergenceBudgetMs?: number;
}

/**
 * A site with two gateways that survives the loss of either. The primary's routes are preferred
 * inside (LOCAL_PREF) and announced as preferred outside (MED); each gateway also tells the inside
 * its own way, so the second way is known before the first fails. A gateway that has lost its
 * tunnels sends through its partner over the pair link.
 *
 * On the gateways: iBGP between the two and with inner routers, and the preferences as route maps.
 */
export class HaPair extends Construct implements IMeshMember {
  public readonly memberGateways: IGateway[];

  constructor(scope: Construct, id: string, props: HaPairProps) {
    super(scope, id);
    const { primary, secondary, mode, preference, pairLink, bfd, ...rest } = props;
    this.memberGateways = [primary, secondary];
    Network.of(this).add("pairs", {
      ...rest,
      path: this.node.path,
      primary: primary.node.path,
      secondary: secondary.node.path,
      mode: mode ?? HaMode.ACTIVE_STANDBY,
      preference: preference ?? PathPreference.MED,
      pairLink: (pairLink ?? PairLink.inside())._intent,
      bfd: bfd?.node.path,
    });
  }
}
