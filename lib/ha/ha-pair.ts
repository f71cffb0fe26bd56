import { Construct } from "constructs";
import { AnnouncedPrefixes } from "../gateway/announced-prefixes";
import { deliverInTurn } from "../gateway/delivery-order";
import { Gateway } from "../gateway/gateway";
import { IGateway, IMeshMember } from "../gateway/igateway";
import { chosen, given, intentOf } from "../network/given";
import { ENDS, isRegistered, Network } from "../network/network";
import { IBfdProfile } from "../routing/ibfd-profile";
import { InsideRouting } from "../routing/inside-routing";
import { HaMode, PathPreference } from "../model/words/ha-mode";
import { PairLink } from "./pair-link";

/** Two gateways that act as one site. */
export interface HaPairProps extends AnnouncedPrefixes {
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
   * How many times more the secondary's announcements to other sites bear the site's AS number, from 1 to
   * 10, so that they are less preferred (RFC 4271, 9.1.2.2) where MED does not reach: MED ends at the next AS,
   * be it a hub's, and the path goes on. Not for a site that ranks by LOCAL_PREF, which counts first.
   *
   * On the gateways: `set as-path prepend` in the route-maps of what is announced.
   *
   * @default - none: MED alone says which gateway is preferred
   */
  readonly asPathPrepend?: number;
  /**
   * How the two reach each other.
   *
   * @default PairLink.inside()
   */
  readonly pairLink?: PairLink;
  /**
   * What the pair speaks with inner routers, or how hosts find a gateway.
   *
   * @default InsideRouting.bgp()
   */
  readonly insideRouting?: InsideRouting;
  /**
   * Addresses of inner routers and hosts that speak BGP with the pair, in its AS: on inside segments, or
   * behind `routes` of theirs. BFD with the latter is multihop (RFC 5883, UDP 4784). Name those that run
   * FRR 10.2 or 10.3 (Debian 13) with BFD: once it is lost they wait for it before they connect, and a
   * gateway that only listens knows no address to begin with.
   *
   * @default - none; with a `secret` of InsideRouting.bgp() any router on the first inside segment that has it
   */
  readonly insideRouters?: string[];
  /**
   * How inner routers watch the gateways, where it is otherwise than the gateways watch them: a gateway's
   * end is noticed after its multiplier × the larger of the router's receive and the gateway's transmit
   * interval (RFC 5880, 6.8.4). Planned with, and configured nowhere.
   *
   * @default - as the gateways watch them
   */
  readonly insideRoutersBfd?: IBfdProfile;
  /**
   * Liveness of the pair's own sessions: pair link and inside.
   *
   * @default - that of the mesh that the pair is a member of
   */
  readonly bfd?: IBfdProfile;
  /**
   * Milliseconds that any single failure may take traffic away, from 10 to 600000. Synthesis walks
   * every single failure of the pair's tunnels, gateways and links, and refuses a network with one
   * that is not survived or whose predicted outage is longer. The prediction is an expectation, for gateways as
   * fast as those of docs/convergence.md, and no guarantee.
   *
   * Errors: a budget of a pair that no BgpMesh joins with another site, for which nothing is walked.
   *
   * @default - 500 where the pair's mesh uses BFD; else none
   */
  readonly convergenceBudgetMs?: number;
}

const LINKS = "make it with PairLink.inside() or PairLink.onInterface()";

/**
 * A site with two gateways that survives the loss of either. The primary's routes are preferred
 * inside (LOCAL_PREF) and announced as preferred outside (MED); each gateway also announces its
 * own path to the inside, so the second path is known before the first fails. A gateway that has lost its
 * tunnels sends through its partner over the pair link.
 *
 * Where both are delivered over SSH, by one stack, Terraform delivers the secondary first and then the primary. Each is
 * drained before (RFC 8326), has to serve as it did before, and is then drained no more. One that does not goes back to
 * what it had, and the other is not touched. In a BgpMesh all secondaries come before all other gateways.
 *
 * On the gateways: iBGP between the two, iBGP or OSPF with inner routers or VRRP between the two, and the preferences as route
 * maps and metrics.
 */
export class HaPair extends Construct implements IMeshMember {
  /** Whether a value is an HaPair of this library. */
  public static isHaPair(x: unknown): x is HaPair {
    return isRegistered(x, "pairs");
  }

  public readonly memberGateways: IGateway[];

  constructor(scope: Construct, id: string, props: HaPairProps) {
    super(scope, id);
    const { primary, secondary, bfd, insideRoutersBfd, pairLink, ...more } = given(props);
    const { insideRouting = InsideRouting.bgp(), ...rest } = more;
    const network = Network.of(this);
    const gateways = [primary, secondary].filter((one) => network.has(one, ...ENDS));
    this.memberGateways = [...new Set(gateways)];
    deliverInTurn(this, this.memberGateways);
    const own = {
      primary: network.reference(primary, ...ENDS),
      secondary: network.reference(secondary, ...ENDS),
      pairLink: chosen(pairLink, PairLink, ({ _intent }) => _intent, LINKS),
      insideRouting: InsideRouting._in(this, this.memberGateways, insideRouting),
      bfd: network.optionalReference(bfd, "bfdProfiles"),
      insideRoutersBfd: network.optionalReference(insideRoutersBfd, "bfdProfiles"),
    };
    const intent = intentOf(own, rest);
    network.add("pairs", this, () => intent);
  }
}
