import { GatewayIntent } from "../model/gateway";
import { VpnIntent } from "../model/vpn";
import { Site, Topology } from "./topology";
import { PairLinkPlan, PicPlan, TunnelEnd } from "./types";

/** A gateway's end of a tunnel, with what it belongs to. */
export interface OwnTunnel {
  readonly vpn: VpnIntent;
  readonly end: TunnelEnd;
  /** Construct path of the gateway at the far end. */
  readonly far: string;
}

export interface SessionContext {
  readonly gateway: GatewayIntent;
  readonly site: Site;
  readonly topology: Topology;
  readonly tunnels: readonly OwnTunnel[];
  readonly pairLink?: PairLinkPlan;
  readonly pic?: PicPlan;
}
