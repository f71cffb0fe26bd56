import { InsideIntent } from "../model/gateway";

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
   * Networks behind inner routers of the segment. On the gateway: kernel routes of protocol `static`,
   * which BGP announces if the site's `networks` hold them.
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
   * Networks behind inner routers of the segment. On the gateway: kernel routes of protocol `static`,
   * which BGP announces if the site's `networks` hold them.
   *
   * @default - none: inner routers are learned by BGP, or there are none
   */
  readonly routes?: InsideRoute[];
}

/**
 * A segment on the protected side of a gateway.
 */
export class Inside {
  /**
   * An interface that the machine has. The gateway gives it these addresses and sets it up.
   *
   * @param device its name, such as `eth1`
   * @param addresses the gateway's addresses, each with the length of the segment's prefix
   */
  public static interface(
    device: string,
    addresses: string[],
    options: InsideInterfaceOptions = {},
  ): Inside {
    return new Inside({ kind: "interface", device, addresses: [...addresses], ...options });
  }

  /** A VXLAN segment; the gateway makes its interface. */
  public static vxlan(props: InsideVxlanProps): Inside {
    return new Inside({ kind: "vxlan", ...props, device: props.device ?? `vxlan${props.vni}` });
  }

  /** @internal */
  public readonly _intent: InsideIntent;

  private constructor(intent: InsideIntent) {
    this._intent = intent;
  }
}
