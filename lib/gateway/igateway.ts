import { IConstruct } from "constructs";

/** One end of a tunnel: a gateway that this app configures, or a third party's. */
export interface IGateway extends IConstruct {
  /** Short name, used in file, connection and interface names. */
  readonly gatewayName: string;
}

/** What a BgpMesh can join: a gateway, or a pair that acts as one. */
export interface IMeshMember extends IConstruct {
  /** The member's gateways; each gets a tunnel to each gateway of every other member. */
  readonly memberGateways: IGateway[];
}
