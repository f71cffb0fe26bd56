import { Construct } from "constructs";
import { Misfit } from "../model/misfit";
import { MD5_KEY, ROUTING_KEY } from "../model/routing-key";
import { chosen, given, intentOf } from "../network/given";
import { Network } from "../network/network";
import { Secret } from "../vpn/secret";
import { IBfdProfile } from "./ibfd-profile";

/** iBGP inside a site. */
export interface InsideBgpProps {
  /**
   * Key of the sessions with inner routers (TCP MD5, RFC 2385), of 8 to 80 letters, digits and `._~+/=@%^*:-`. With
   * it and without `insideRouters` of an HaPair, the gateways listen: a router of the first inside segment that has
   * the key may connect. Secret.variable() or Secret.reference(): FRR has its keys in frr.conf itself, which
   * Terraform fills in. Terraform fails where the value is anything else.
   *
   * On the gateway: `password` in /etc/frr/frr.conf, which root and FRR read (mode 0640). When it changes, the
   * sessions end until both sides have the new one.
   *
   * @default - none: only routers that `insideRouters` names, and none where it names none
   */
  readonly secret?: Secret;
}

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
   * Seconds without a hello until a neighbor is gone, from 1 to 65535 and above the hello interval;
   * every router of a segment has the same.
   *
   * @default - four times helloIntervalSeconds
   */
  readonly deadIntervalSeconds?: number;
  /**
   * Liveness of the neighbors (RFC 5882, 10.2). A neighbor without BFD is kept by its hellos.
   *
   * @default - that of the site's own sessions
   */
  readonly bfd?: IBfdProfile;
  /**
   * Key that every router of the inside segments has, of 8 to 80 letters, digits and `._~+/=@%^*:-`: HMAC-SHA-256,
   * for OSPFv2 by RFC 5709, for OSPFv3 by the authentication trailer of RFC 7166, with key id 1. A router without it
   * is no neighbor. Secret.variable() or Secret.reference(): FRR has its keys in frr.conf itself, which
   * Terraform fills in. Terraform fails where the value is anything else.
   *
   * On the gateway: the key chain `inside` in /etc/frr/frr.conf, which root and FRR read (mode 0640). When it
   * changes, neighbors are lost until all have the new one. Sequence numbers go on from the clock, so a
   * recorded packet is not accepted later (RFC 2328, D.3).
   *
   * Errors: IPv4 inside of a gateway on Debian 12 or Ubuntu 24.04, whose FRR 8.4 has no more than MD5 for OSPFv2.
   *
   * @default - none: any host of the segment may be a neighbor, of which the gateways take the site's own networks
   */
  readonly secret?: Secret;
  /**
   * Whether OSPFv2 uses keyed MD5 (RFC 2328, D.3) with `secret`, which has at most 16 characters then: for FRR 8.4,
   * and inner routers that have nothing better. OSPFv3 keeps HMAC-SHA-256.
   *
   * @default false
   */
  readonly md5?: boolean;
}

/** A router that two gateways are in turn, for hosts that know one address to send to. */
export interface InsideVrrpProps {
  /** Number of the virtual router, from 1 to 255; no other virtual router of the segment has it. */
  readonly virtualRouterId: number;
  /**
   * What hosts have as their router: free addresses of the inside segment's prefixes, of each family that
   * the pair has networks of.
   */
  readonly addresses: string[];
  /**
   * How long the segment itself may carry nothing while it repairs itself, in milliseconds from 0 to 60000:
   * a spanning tree, an aggregated link, an overlay. The partner must not take over meanwhile, or there
   * are two routers of one address: two intervals have to last as long. A gateway that starts waits for as
   * long until it listens. A single switch takes 0.
   */
  readonly segmentConvergenceMs: number;
  /**
   * Milliseconds between advertisements, from 10 to 40950, a multiple of 10. The partner takes over when
   * three of them and its skew time have passed without one (RFC 9568, 6.1).
   *
   * @default 100
   */
  readonly advertisementIntervalMs?: number;
  /**
   * Seconds that a preferred gateway waits after it has come up until it takes the address back, from 0
   * to 1000: its tunnels have to be up first.
   *
   * @default 30
   */
  readonly preemptDelaySeconds?: number;
}

/** What a site that has it asks for; keys are for the stacks of its gateways. */
type IntentIn = (network: Network, site: Construct, gateways: readonly Construct[]) => object;

const HOW = "make it with InsideRouting.bgp(), InsideRouting.ospf() or InsideRouting.vrrp()";

/** How the inside routes to a site's gateways, and announces to them what is behind. */
export class InsideRouting {
  /**
   * iBGP with inner routers, in the site's AS: those that `insideRouters` of an HaPair names, or those that have the
   * key. Without either the gateways speak no BGP on the inside; any host there could otherwise announce the
   * site's networks. Inner routers announce the site's own networks only, up to `longestIpv4Prefix`.
   */
  public static bgp(props: InsideBgpProps = {}): InsideRouting {
    const { secret, ...rest } = given(props);
    return new InsideRouting((_, site, gateways) =>
      intentOf({ kind: "bgp", secret: keyOf(secret, site, gateways, ROUTING_KEY) }, rest),
    );
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
    const { bfd, secret, ...rest } = given(props);
    return new InsideRouting((network, site, gateways) => {
      const length = rest.md5 === true ? MD5_KEY : ROUTING_KEY;
      return intentOf(
        {
          kind: "ospf",
          bfd: network.optionalReference(bfd, "bfdProfiles"),
          secret: keyOf(secret, site, gateways, length),
        },
        rest,
      );
    });
  }

  /**
   * None: hosts and inner routers send to an address that one of the two gateways of an HaPair has, the
   * primary while it can (VRRP version 3, RFC 9568). It stays there when its tunnels are lost, since it
   * then sends through its partner over the pair link; it moves when the gateway's FRR has ended. Both
   * families' addresses move together. When they are changed, deliver to the secondary last.
   *
   * Advertisements have no authentication, as RFC 9568 (9) took it away: they go to the partner by unicast, and the
   * firewall takes them from the partner's address alone, with 255 hops left. A host of the segment that forges that
   * address can become master; where hosts are not trusted, let the switch check sources (ARP inspection, RA guard).
   *
   * On the gateway: keepalived with /etc/vpn-gateway/keepalived.conf, which advertises to its partner alone
   * (unicast, IP protocol 112); the unit vpn-gateway-vrrp; the addresses on the inside segment, and unasked
   * ARP and neighbor advertisements when they move.
   *
   * Errors: a gateway without a partner, an isolated one, a second inside segment, router advertisements or
   * `insideRouters` besides, and timers shorter than `segmentConvergenceMs` allows.
   */
  public static vrrp(props: InsideVrrpProps): InsideRouting {
    const intent = intentOf({ kind: "vrrp" }, given(props));
    return new InsideRouting(() => intent);
  }

  /**
   * Its intent in the network of the construct that has it: a BfdProfile must be of the same.
   *
   * @internal
   */
  public static _in(
    site: Construct,
    gateways: readonly Construct[],
    routing?: InsideRouting,
  ): object | Misfit | undefined {
    const read = ({ _intentIn }: InsideRouting) => _intentIn(Network.of(site), site, gateways);
    return chosen(routing, InsideRouting, read, HOW);
  }

  /** @internal */
  public readonly _intentIn: IntentIn;

  private constructor(intentIn: IntentIn) {
    this._intentIn = intentIn;
  }
}

function keyOf(
  secret: Secret | undefined,
  site: Construct,
  gateways: readonly Construct[],
  pattern: RegExp,
): object | undefined {
  if (secret === undefined) return undefined;
  // A plain string, which JavaScript lets through, must not reach a message.
  if (!(secret instanceof Secret)) return { kind: "literal-refused" };
  secret._bindKey(site, gateways, pattern);
  return secret._intent;
}
