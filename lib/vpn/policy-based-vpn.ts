import { Construct } from "constructs";
import { IGateway } from "../gateway/igateway";
import { given, givenPins, intentOf } from "../network/given";
import { ENDS, isRegistered, Network } from "../network/network";
import { ipsecIntent } from "./ipsec-intent";
import { IpsecOptions } from "./ipsec-options";

/** Names of one policy-based VPN that are otherwise chosen by its construct path. */
export interface PolicyBasedVpnPins {
  /**
   * Name of the left end's device of last resort, at most 15 characters.
   *
   * @default - `ipsec-` and the right end's name
   */
  readonly leftDevice?: string;
  /**
   * Name of the right end's device of last resort, at most 15 characters.
   *
   * @default - `ipsec-` and the left end's name
   */
  readonly rightDevice?: string;
}

/** A policy-based VPN between two gateways. */
export interface PolicyBasedVpnProps extends IpsecOptions {
  /** One end. Either starts the IKE exchange, with the first packet for the other side. */
  readonly left: IGateway;
  /** The other end. */
  readonly right: IGateway;
  /**
   * What the left end protects: its traffic selectors (RFC 7296, 2.9). Each prefix of the left end
   * is joined to each one of the right end that is of its family.
   *
   * @default - the left end's networks
   */
  readonly leftSelectors?: string[];
  /**
   * What the right end protects.
   *
   * @default - the right end's networks
   */
  readonly rightSelectors?: string[];
  /**
   * Values to fix that are otherwise allocated.
   *
   * @default - none
   */
  readonly pins?: PolicyBasedVpnPins;
  /**
   * One line about the VPN, at most 80 characters.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * A VPN for peers that know no other kind: packets are chosen by their addresses (RFC 4301, 4.4.1),
 * not by a route into an interface. Prefer RouteBasedVpn where the peer can do it. This kind
 * carries no BGP, BFD or OSPF and no GRE, cannot be a mesh's or a pair's, cannot take a default
 * route, and shows no interface to look at. The gateways' own packets are protected where they have
 * an inside address within the selectors to come from.
 *
 * On the gateway: a connection in /etc/swanctl/conf.d/vpn-gateway.conf whose trap makes charon install
 * three policies (out, in, fwd) for each pair of selectors, and the SA with the first packet. The
 * firewall forwards between the inside and the underlay only what such a policy has taken, and sets
 * TCP's MSS by the prefix. A packet needs a route before policies are asked: the far prefixes are
 * routed to a dummy device, where all that no policy takes ends, rather than leave in clear text.
 * That device's MTU is the computed one, and what senders of longer packets get in the error.
 */
export class PolicyBasedVpn extends Construct {
  /** Whether a value is a PolicyBasedVpn of this library. */
  public static isPolicyBasedVpn(x: unknown): x is PolicyBasedVpn {
    return isRegistered(x, "policyVpns");
  }

  /** The left end. */
  public readonly left: IGateway;
  /** The right end. */
  public readonly right: IGateway;

  constructor(scope: Construct, id: string, props: PolicyBasedVpnProps) {
    super(scope, id);
    const { left, right, pins, ...options } = given(props);
    this.left = left;
    this.right = right;
    const network = Network.of(this);
    const own = {
      left: network.reference(left, ...ENDS),
      right: network.reference(right, ...ENDS),
    };
    const ipsec = ipsecIntent(this, options, [left, right]);
    const intent = intentOf(own, givenPins(pins, PINS), ipsec);
    network.add("policyVpns", this, () => intent);
  }
}

const PINS: Record<keyof PolicyBasedVpnPins, true> = { leftDevice: true, rightDevice: true };
