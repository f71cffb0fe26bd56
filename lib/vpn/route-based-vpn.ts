import { Construct } from "constructs";
import { IGateway } from "../gateway/igateway";
import { Misfit } from "../model/misfit";
import { chosen, given, givenPins, intentOf } from "../network/given";
import { ENDS, isRegistered, Network } from "../network/network";
import { ITunnel } from "../tunnel/itunnel";
import { ipsecIntent } from "./ipsec-intent";
import { IpsecOptions } from "./ipsec-options";
import { RouteExchange } from "./route-exchange";
import { TunnelInterface } from "../model/words/tunnel-interface";

/** What a single VPN and the VPNs of a mesh have in common. */
export interface RouteBasedVpnOptions extends IpsecOptions {
  /**
   * Kind of the tunnel's interface.
   *
   * @default TunnelInterface.XFRM
   */
  readonly interfaceType?: TunnelInterface;
  /**
   * Pools for the tunnel's own addresses, one for each address family the tunnel shall have: each
   * tunnel takes a /31 or /127, chosen by the construct's path.
   *
   * @default - 100.64.0.0/10 and fdcd:7076:6e00::/48
   */
  readonly addressPools?: string[];
}

/** Values of one tunnel that are otherwise allocated by its construct path. */
export interface RouteBasedVpnPins {
  /**
   * if_id of XFRM interfaces, key and mark of VTIs; from 1 to 4294967295.
   *
   * @default - by the construct's path
   */
  readonly ifId?: number;
  /**
   * Key of the packets of TunnelInterface.GRE (RFC 2890), from 0 to 4294967295; 4 bytes more. The other
   * kinds have none.
   *
   * @default - packets carry no key
   */
  readonly greKey?: number;
  /**
   * Subnets of the tunnel's own addresses, at most one for each family: a /31, /30 or /127. The
   * first usable address is the left end's.
   *
   * @default - by the construct's path, out of addressPools
   */
  readonly subnets?: string[];
  /**
   * Name of the left end's interface, at most 15 characters.
   *
   * @default - the kind and the right end's name
   */
  readonly leftDevice?: string;
  /**
   * Name of the right end's interface, at most 15 characters.
   *
   * @default - the kind and the left end's name
   */
  readonly rightDevice?: string;
}

/** A VPN between two gateways. */
export interface RouteBasedVpnProps extends RouteBasedVpnOptions {
  /**
   * The end that starts the IKE exchange, unless it is foreign, or only the other is behind a NAT or
   * has no address.
   */
  readonly left: IGateway;
  /** The other end. */
  readonly right: IGateway;
  /**
   * How each end learns what lies behind the other.
   *
   * @default RouteExchange.staticRoutes()
   */
  readonly routes?: RouteExchange;
  /**
   * Values to fix that are otherwise allocated.
   *
   * @default - none
   */
  readonly pins?: RouteBasedVpnPins;
  /**
   * One line about the VPN, at most 80 characters; a BGP neighbor's description too.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * One IKE SA with one tunnel-mode CHILD SA for all addresses, bound to an interface at each end:
 * what is routed into the interface is encrypted, nothing else is. charon installs no routes.
 * (TunnelInterface.GRE has a transport-mode CHILD SA for the GRE between the ends instead.)
 *
 * On the gateway: a connection in /etc/swanctl/conf.d/vpn-gateway.conf, an interface with the
 * computed MTU, TCP MSS clamped for each family, firewall rules that admit IKE and ESP from this
 * peer alone, and a blackhole behind each route into the tunnel, so that nothing leaves in clear.
 */
export class RouteBasedVpn extends Construct implements ITunnel {
  /** Whether a value is a RouteBasedVpn of this library. */
  public static isRouteBasedVpn(x: unknown): x is RouteBasedVpn {
    return isRegistered(x, "vpns");
  }

  public readonly left: IGateway;
  public readonly right: IGateway;

  constructor(scope: Construct, id: string, props: RouteBasedVpnProps) {
    super(scope, id);
    const { left, right, pins, routes, ...rest } = given(props);
    this.left = left;
    this.right = right;
    const network = Network.of(this);
    const exchange = chosen(routes, RouteExchange, exchangeIntent, EXCHANGES);
    const own = {
      left: network.reference(left, ...ENDS),
      right: network.reference(right, ...ENDS),
      routes: undefined,
      mesh: undefined,
      routesToLeft: undefined,
      routesToRight: undefined,
      ...(exchange instanceof Misfit ? { routes: exchange } : exchange),
    };
    const ipsec = ipsecIntent(this, rest, [left, right]);
    const intent = intentOf(own, givenPins(pins, PINS), ipsec);
    network.add("vpns", this, () => intent);
  }
}

const EXCHANGES = "make it with RouteExchange.staticRoutes() or RouteExchange.none()";
const PINS: Record<keyof RouteBasedVpnPins, true> = {
  ifId: true,
  greKey: true,
  subnets: true,
  leftDevice: true,
  rightDevice: true,
};

function exchangeIntent({ _mesh, _kind, _toLeft, _toRight }: RouteExchange): object {
  return { mesh: _mesh, routes: _kind, routesToLeft: _toLeft, routesToRight: _toRight };
}
