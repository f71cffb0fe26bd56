import { copied, given, intentOf } from "../network/given";

/**
 * What hosts of a segment learn of the gateway by themselves: IPv6 router advertisements (RFC 4861).
 *
 * On the gateway: radvd with /etc/vpn-gateway/radvd.conf, and the unit vpn-gateway-advertise. When it
 * stops, hosts learn that. Hosts take the routes (Route Information, RFC 4191) where systemd-networkd
 * or NetworkManager runs, by the kernel alone only with the sysctl `accept_ra_rt_info_max_plen`.
 */
export interface RouterAdvertisements {
  /**
   * Whether hosts make addresses of the segment's prefixes (SLAAC, RFC 4862); each must be a /64.
   *
   * @default true
   */
  readonly autonomousAddresses?: boolean;
  /**
   * Whether hosts send through the gateway whatever they know no other way for.
   *
   * @default false
   */
  readonly defaultRouter?: boolean;
  /**
   * IPv6 prefixes that hosts reach through the gateway. The primary of an active/standby pair
   * advertises them with high preference, everybody else with medium.
   *
   * @default - the networks behind the gateway's tunnels
   */
  readonly routes?: string[];
  /**
   * Longest time between two advertisements, in seconds from 4 to 1800. What is advertised holds for
   * three times as long, so that is how long hosts may go on to use a gateway that has died.
   *
   * @default - 4 on a gateway of a pair, else 600 (RFC 4861, 6.2.1)
   */
  readonly maxIntervalSeconds?: number;
}

/** A network behind an inner router. */
export interface InsideRoute {
  /** The network, such as `10.8.0.0/16`; `0.0.0.0/0` or `::/0` where the gateway is isolated. */
  readonly prefix: string;
  /** Address of the inner router on the segment, of the prefix's family. */
  readonly via: string;
}

/** More about a segment on an interface that the machine has. */
export interface InsideInterfaceOptions {
  /**
   * Largest packet on the segment, in bytes, from 1280 to 9216.
   *
   * @default - as the machine has it
   */
  readonly mtu?: number;
  /**
   * IPv6 router advertisements of the segment.
   *
   * @default - nothing: no router advertisements
   */
  readonly routerAdvertisements?: RouterAdvertisements;
  /**
   * Networks behind inner routers of the segment. On the gateway: where it speaks BGP, static routes of FRR,
   * which are gone when the segment's link or FRR is, and which BGP announces if the site's `networks` hold
   * them; else kernel routes of protocol `static`.
   *
   * @default - none: inner routers are learned by BGP, or there are none
   */
  readonly routes?: InsideRoute[];
}

/** A segment of its own, carried over another network (RFC 7348). */
export interface InsideVxlanProps {
  /** VXLAN network identifier, from 1 to 16777215. */
  readonly vni: number;
  /** Interface of the network that carries the segment, such as `eth1`. */
  readonly underlay: string;
  /** The gateway's addresses on the segment, each with the length of the segment's prefix. */
  readonly addresses: string[];
  /**
   * Name of the segment's interface, at most 15 characters.
   *
   * @default - `vxlan` and the VNI
   */
  readonly device?: string;
  /**
   * Addresses to give the underlay interface, each with its length.
   *
   * @default - as the machine has it
   */
  readonly underlayAddresses?: string[];
  /**
   * Largest packet of the underlay, in bytes, from 1280 to 9216.
   *
   * @default 1500
   */
  readonly underlayMtu?: number;
  /**
   * Multicast group that the segment floods to. Not together with `peers`.
   *
   * @default - 239.x.y.z, with the VNI's 24 bits as x, y and z
   */
  readonly group?: string;
  /**
   * Underlay addresses of the segment's other members, for networks without multicast.
   *
   * @default - none: the multicast group is used
   */
  readonly peers?: string[];
  /**
   * UDP port.
   *
   * @default 4789
   */
  readonly port?: number;
  /**
   * What hosts learn of the gateway by themselves; the segment's MTU among it.
   *
   * @default - nothing: no router advertisements
   */
  readonly routerAdvertisements?: RouterAdvertisements;
  /**
   * Networks behind inner routers of the segment. On the gateway: where it speaks BGP, static routes of FRR,
   * which are gone when the segment's link or FRR is, and which BGP announces if the site's `networks` hold
   * them; else kernel routes of protocol `static`.
   *
   * @default - none: inner routers are learned by BGP, or there are none
   */
  readonly routes?: InsideRoute[];
}

/**
 * A segment on the inside of a gateway.
 */
export class Inside {
  /**
   * An interface that the machine has. The gateway gives it these addresses and sets it up;
   * systemd-networkd, and netplan with it, no longer manages it.
   *
   * @param device its name, such as `eth1`
   * @param addresses the gateway's addresses, each with the length of the segment's prefix
   */
  public static onInterface(
    device: string,
    addresses: string[],
    options: InsideInterfaceOptions = {},
  ): Inside {
    const own = { kind: "interface", device, addresses: copied(addresses) };
    return new Inside(intentOf(own, given(options, "options")));
  }

  /** A VXLAN segment; the gateway makes its interface. */
  public static vxlan(props: InsideVxlanProps): Inside {
    const all = given(props);
    const { device = vxlanDevice(all.vni), ...rest } = all;
    return new Inside(intentOf({ kind: "vxlan", device }, rest));
  }

  /** @internal */
  public readonly _intent: object;

  private constructor(intent: object) {
    this._intent = intent;
  }
}

/** A VNI that is none is refused as such, not by the name that it would make. */
function vxlanDevice(vni: unknown): string {
  return typeof vni === "number" && vni >= 0 && vni < 2 ** 24 ? `vxlan${vni}` : "vxlan";
}
