import { IConstruct } from "constructs";

/** A profile of liveness sessions. */
export interface IBfdProfile extends IConstruct {
  /** Milliseconds until a dead path is noticed, with the same profile at both ends. */
  readonly detectionTimeMs: number;
}
