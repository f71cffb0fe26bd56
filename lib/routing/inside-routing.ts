import { InsideRoutingIntent } from "../model/inside-routing";
import { BfdProfile } from "./bfd-profile";

/** OSPF inside a site. What is left out is as RFC 2328, C.3 and RFC 5340 have it. */
export interface InsideOspfProps {
  /**
   * Area of the inside segments, in dotted form.
   *
   * @default "0.0.0.0"
   */
  readonly area?: string;
  /**
   * Seconds between hellos, from 1 to 65535; every router of a segment has the same.
   *
   * @default 10
   */
  readonly helloIntervalSeconds?: number;
  /**
   * Seconds without a hello until a neighbour is gone, from 1 to 65535 and above the hello interval;
   * every router of a segment has the same.
   *
   * @default - four times helloIntervalSeconds
   */
  readonly deadIntervalSeconds?: number;
  /**
   * Liveness of the neighbours (RFC 5882, 10.2). A neighbour without BFD is kept by its hellos.
   *
   * @default - that of the site's own sessions
   */
  readonly bfd?: BfdProfile;
}

/** How a site's inner routers learn what its gateways know, and tell them what is behind. */
export class InsideRouting {
  /** iBGP with inner routers, in the site's AS. */
  public static bgp(): InsideRouting {
    return new InsideRouting({ kind: "bgp" });
  }

  /**
   * OSPF on the inside segments: version 2 (RFC 2328) for IPv4, version 3 (RFC 5340) for IPv6. Each
   * gateway redistributes what it has itself learned from other sites, as external routes of type 2
   * with the site's AS number as their tag: of metric 100, or 200 by the secondary of an
   * active/standby pair. Of what OSPF knows a gateway takes the site's own networks only, so that
   * nothing goes round between OSPF and BGP.
   *
   * On the gateway: `interface`, `router ospf` and `router ospf6` in frr.conf, in the VRF of an isolated
   * gateway, and a firewall that admits IP protocol 89 on the inside segments alone.
   */
  public static ospf(props: InsideOspfProps = {}): InsideRouting {
    const { area = "0.0.0.0", bfd, ...timers } = props;
    return new InsideRouting({ ...timers, kind: "ospf", area, bfd: bfd?.node.path });
  }

  /** @internal */
  public readonly _intent: InsideRoutingIntent;

  private constructor(intent: InsideRoutingIntent) {
    this._intent = intent;
  }
}
