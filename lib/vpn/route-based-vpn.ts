import { Construct } from "constructs";
import { Gateway } from "../gateway/gateway";
import { IGateway } from "../gateway/igateway";
import { Network } from "../network/network";
import { DEFAULT_ADDRESS_POOLS } from "../plan/allocate";
import { Authentication } from "./authentication";
import { Encryption, KeyExchange, Prf, Proposal } from "./proposal";
import { RouteExchange } from "./route-exchange";
import { Secret } from "./secret";
import { TunnelInterface } from "./tunnel-interface";
import { ITunnel } from "../tunnel/itunnel";

/** What a single VPN and the VPNs of a mesh have in common. */
export interface RouteBasedVpnOptions {
  /** How the two ends prove who they are. */
  readonly authentication: Authentication;
  /**
   * Kind of the tunnel's interface.
   *
   * @default TunnelInterface.XFRM
   */
  readonly interfaceType?: TunnelInterface;
  /**
   * Algorithms of the IKE SA, best first.
   *
   * @default - AES-256-GCM-16, PRF-SHA-384, ECP-384
   */
  readonly ikeProposals?: Proposal[];
  /**
   * Algorithms of the CHILD SA, best first. The MTU holds for the worst of them.
   *
   * @default - AES-256-GCM-16, ECP-384
   */
  readonly espProposals?: Proposal[];
  /**
   * Whether ESP goes in UDP (RFC 3948) although no NAT is on the path. Where a NAT is declared or
   * found, it does so anyway.
   *
   * @default false
   */
  readonly forceUdpEncapsulation?: boolean;
  /**
   * Whether the MTU leaves the 8 bytes of ESP in UDP free although no NAT is declared: for a path on
   * which IKE may find one at run time. Bare ESP then goes in packets of 8 bytes less.
   *
   * @default false
   */
  readonly allowForUdpEncapsulation?: boolean;
  /**
   * Pools for the tunnel's own addresses, one for each address family the tunnel shall have: each
   * tunnel takes a /31 or /127, chosen by the construct's path.
   *
   * @default - 100.64.0.0/10 and fdcd:7076:6e00::/48
   */
  readonly addressPools?: string[];
  /**
   * Seconds between probes of an idle peer (RFC 3706), from 1 to 3600. A dead one is given up about
   * 25 seconds after a probe goes unanswered; BFD is for those in a hurry.
   *
   * @default 10
   */
  readonly dpdDelaySeconds?: number;
  /**
   * Seconds until the IKE SA is rekeyed, from 300 to 604800.
   *
   * @default - charon's: 4 hours
   */
  readonly ikeRekeySeconds?: number;
  /**
   * Seconds until the CHILD SA is rekeyed, from 300 to 604800.
   *
   * @default - charon's: 1 hour
   */
  readonly childRekeySeconds?: number;
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
   * @default RouteExchange.static()
   */
  readonly routes?: RouteExchange;
  /**
   * Values to fix that are otherwise allocated.
   *
   * @default - none
   */
  readonly pins?: RouteBasedVpnPins;
  /**
   * One line about the VPN, at most 80 characters; a BGP neighbour's description too.
   *
   * @default - none
   */
  readonly description?: string;
}

const DEFAULT_IKE = Proposal.ike({
  encryption: Encryption.AES_256_GCM_16,
  prf: Prf.SHA2_384,
  keyExchange: KeyExchange.ECP_384,
});
const DEFAULT_ESP = Proposal.esp({
  encryption: Encryption.AES_256_GCM_16,
  keyExchange: KeyExchange.ECP_384,
});

/**
 * One IKE SA with one tunnel-mode CHILD SA for all addresses, bound to an interface at each end:
 * what is routed into the interface is encrypted, nothing else is. charon installs no routes.
 *
 * On the gateway: a connection in /etc/swanctl/conf.d/vpn-gateway.conf, an interface with the
 * computed MTU, TCP MSS clamped for each family, firewall rules that admit IKE and ESP from this
 * peer alone, and a blackhole behind each route into the tunnel, so that nothing leaves in clear.
 */
export class RouteBasedVpn extends Construct implements ITunnel {
  public readonly left: IGateway;
  public readonly right: IGateway;

  constructor(scope: Construct, id: string, props: RouteBasedVpnProps) {
    super(scope, id);
    const { left, right, routes, pins, interfaceType, ikeProposals, espProposals, ...rest } = props;
    const { authentication, forceUdpEncapsulation, addressPools, dpdDelaySeconds, ...plain } = rest;
    this.left = left;
    this.right = right;
    const exchange = routes ?? RouteExchange.static();
    const keywords = (proposals: Proposal[]) => proposals.map((proposal) => proposal.keywords);
    const secret = authentication?._secret;
    const ours = [left, right].filter((end): end is Gateway => end instanceof Gateway);
    if (secret instanceof Secret) secret._bind(ours);
    Network.of(this).add("vpns", {
      ...plain,
      ...pins,
      path: this.node.path,
      left: left?.node.path,
      right: right?.node.path,
      mesh: exchange._mesh,
      routes: exchange._kind,
      routesToLeft: exchange._toLeft,
      routesToRight: exchange._toRight,
      interfaceType: interfaceType ?? TunnelInterface.XFRM,
      // A plain string, which JavaScript lets through, must not reach a message.
      secret: secret instanceof Secret ? secret._intent : { kind: "literal-refused" },
      ikeProposals: keywords(ikeProposals ?? [DEFAULT_IKE]),
      espProposals: keywords(espProposals ?? [DEFAULT_ESP]),
      forceUdpEncapsulation: forceUdpEncapsulation ?? false,
      addressPools: addressPools ?? DEFAULT_ADDRESS_POOLS,
      dpdDelaySeconds: dpdDelaySeconds ?? 10,
    });
  }
}
