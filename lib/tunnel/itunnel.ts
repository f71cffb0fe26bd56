import { IConstruct } from "constructs";
import { IGateway } from "../gateway/igateway";

/** A tunnel that routes and routing sessions can use. */
export interface ITunnel extends IConstruct {
  /** The left end. */
  readonly left: IGateway;
  /** The right end. */
  readonly right: IGateway;
}
