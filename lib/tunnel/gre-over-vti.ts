import { Construct } from "constructs";
import { IGateway } from "../gateway/igateway";
import { given, givenPins, intentOf } from "../network/given";
import { isRegistered, Network } from "../network/network";
import { ITunnel } from "./itunnel";

/** What a single GRE tunnel and those of a mesh have in common. */
export interface GreOptions {
  /**
   * Whether packets carry a key (RFC 2890), 4 bytes more: wanted by some peers, no protection. GRE's
   * checksum and sequence numbers, 4 bytes each, are not offered: the ESP around it checks every packet
   * and drops repeated ones, and a receiver with sequence numbers drops what was merely overtaken.
   *
   * @default false
   */
  readonly keyed?: boolean;
  /**
   * Pools for the GRE's inner addresses, one for each address family.
   *
   * @default - 100.64.0.0/10 and fdcd:7076:6e00::/48
   */
  readonly addressPools?: string[];
}

/** Values of one GRE tunnel that are otherwise allocated by its construct path. */
export interface GrePins {
  /**
   * The key, from 0 to 4294967295; makes the tunnel a keyed one.
   *
   * @default - by the construct's path, where keyed
   */
  readonly key?: number;
  /**
   * Subnets of the inner addresses, at most one for each family: a /31, /30 or /127.
   *
   * @default - by the construct's path, out of addressPools
   */
  readonly subnets?: string[];
  /**
   * Name of the left end's interface, at most 15 characters.
   *
   * @default - `gre-` and the right end's name
   */
  readonly leftDevice?: string;
  /**
   * Name of the right end's interface, at most 15 characters.
   *
   * @default - `gre-` and the left end's name
   */
  readonly rightDevice?: string;
}

/** A GRE tunnel inside a VPN. */
export interface GreOverVtiProps extends GreOptions {
  /** The VPN that carries it, over either kind of interface. */
  readonly vpn: ITunnel;
  /**
   * Values to fix that are otherwise allocated.
   *
   * @default - none
   */
  readonly pins?: GrePins;
}

/**
 * A GRE tunnel (RFC 2784) between the addresses of a VPN's interfaces, for peers that want one.
 * Routes and sessions of the VPN move to it. It costs the GRE header and one IP header of MTU.
 *
 * On the gateway: an interface `gre-…` (ip6gre where the VPN's own addresses are IPv6 only) with its
 * inner addresses and the computed MTU.
 */
export class GreOverVti extends Construct implements ITunnel {
  /** Whether a value is a GreOverVti of this library. */
  public static isGreOverVti(x: unknown): x is GreOverVti {
    return isRegistered(x, "gres");
  }

  public readonly left: IGateway;
  public readonly right: IGateway;

  constructor(scope: Construct, id: string, props: GreOverVtiProps) {
    super(scope, id);
    const { vpn, pins, ...rest } = given(props);
    const network = Network.of(this);
    const known = network.has(vpn, ...VPNS);
    // Of an app that is refused: nothing reads the ends of what is no VPN.
    this.left = (known ? vpn.left : undefined)!;
    this.right = (known ? vpn.right : undefined)!;
    const own = {
      vpn: network.reference(vpn, ...VPNS),
    };
    const intent = intentOf(own, givenPins(pins, PINS), rest);
    network.add("gres", this, () => intent);
  }
}

/** A policy-based one is refused by the plan, which knows what to do instead. */
const VPNS = ["vpns", "policyVpns"] as const;
const PINS: Record<keyof GrePins, true> = {
  key: true,
  subnets: true,
  leftDevice: true,
  rightDevice: true,
};
