import { Construct } from "constructs";
import { IGateway, IMeshMember } from "../gateway/igateway";
import { Network } from "../network/network";
import { DEFAULT_TIMERS } from "../plan/sessions";
import { GreOptions, GreOverVti, GrePins } from "../tunnel/gre-over-vti";
import { RouteBasedVpn, RouteBasedVpnOptions, RouteBasedVpnPins } from "../vpn/route-based-vpn";
import { RouteExchange } from "../vpn/route-exchange";
import { BfdProfile } from "./bfd-profile";
import { MeshTopology } from "./mesh-topology";

/** Fixed values of one of a mesh's tunnels. */
export interface MeshTunnelPins {
  /**
   * Of the VPN.
   *
   * @default - none
   */
  readonly vpn?: RouteBasedVpnPins;
  /**
   * Of the GRE tunnel over it.
   *
   * @default - none
   */
  readonly gre?: GrePins;
}

/** Sites joined by BGP over VPNs. */
export interface BgpMeshProps {
  /** The sites: gateways, or pairs of them. Each has an AS number of its own. */
  readonly members: IMeshMember[];
  /** Template of the VPNs between gateways of different members. */
  readonly vpn: RouteBasedVpnOptions;
  /**
   * Template of GRE tunnels over the VPNs.
   *
   * @default - no GRE
   */
  readonly gre?: GreOptions;
  /**
   * Liveness of the sessions, and of the members' own.
   *
   * @default - none: BGP's hold time alone notices a dead path
   */
  readonly bfd?: BfdProfile;
  /**
   * Which members are joined.
   *
   * @default MeshTopology.full()
   */
  readonly topology?: MeshTopology;
  /**
   * Seconds between BGP keepalives.
   *
   * @default 3
   */
  readonly keepaliveSeconds?: number;
  /**
   * Seconds without a message until a BGP session is down; at least three times the keepalive.
   *
   * @default 9
   */
  readonly holdTimeSeconds?: number;
  /**
   * Seconds between attempts to connect.
   *
   * @default 10
   */
  readonly connectRetrySeconds?: number;
  /**
   * Whether synthesis also walks every two failures of any two members: of what is survived alone,
   * what is not survived together. Nothing is refused for it; `runbook.md` and `plan.json` list it.
   *
   * @default false
   */
  readonly analyseFailurePairs?: boolean;
  /**
   * Fixed values by tunnel: the key is the tunnel's construct id, as in `a-c`.
   *
   * @default - none
   */
  readonly pins?: Record<string, MeshTunnelPins>;
}

/**
 * Tunnels between all gateways of different members, and eBGP over each of them: one session for
 * each address family. A member announces its own networks only; a hub passes on what it learns.
 *
 * On the gateway: `router bgp` in frr.conf, with a description, timers, policy and BFD for each
 * neighbour, and the files of RouteBasedVpn and GreOverVti for each tunnel.
 */
export class BgpMesh extends Construct {
  /** The VPNs, by construct id. */
  public readonly vpns: Record<string, RouteBasedVpn>;

  constructor(scope: Construct, id: string, props: BgpMeshProps) {
    super(scope, id);
    const { members, vpn, gre, bfd, topology, pins = {}, ...rest } = props;
    this.vpns = {};
    for (const [left, right] of gatewayPairs(members, topology ?? MeshTopology.full())) {
      const name = `${left.gatewayName}-${right.gatewayName}`;
      const tunnel = new RouteBasedVpn(this, name, {
        ...vpn,
        left,
        right,
        routes: RouteExchange._bgp(this.node.path),
        pins: pins[name]?.vpn,
      });
      if (gre) new GreOverVti(tunnel, "gre", { ...gre, vpn: tunnel, pins: pins[name]?.gre });
      this.vpns[name] = tunnel;
    }
    Network.of(this).add("meshes", {
      ...DEFAULT_TIMERS,
      ...rest,
      path: this.node.path,
      members: members.map((member) => member.node.path),
      hubs: topology?._hubs?.map((hub) => hub.node.path),
      bfd: bfd?.node.path,
      unknownPins: Object.keys(pins).filter((name) => !(name in this.vpns)),
    });
  }
}

/** By name, so that the order of `members` renames no tunnel: its id is what all else goes by. */
function inOrder(a: IGateway, b: IGateway): [IGateway, IGateway] {
  return a.gatewayName < b.gatewayName ? [a, b] : [b, a];
}

function gatewayPairs(
  members: readonly IMeshMember[],
  topology: MeshTopology,
): [IGateway, IGateway][] {
  const hubs = topology._hubs && new Set(topology._hubs);
  const distinct = [...new Set(members)];
  return distinct.flatMap((a, index) =>
    distinct
      .slice(index + 1)
      .filter((b) => !hubs || hubs.has(a) || hubs.has(b))
      .flatMap((b) =>
        a.memberGateways.flatMap((left) => b.memberGateways.map((right) => inOrder(left, right))),
      ),
  );
}
