import type { Lab } from "../lab";
import type { Plan } from "./plan";

/** A running network and what synthesis wrote of it. */
export interface Subject {
  lab: Lab;
  plan: Plan;
}

/** One claim about a network, to be seen on its gateways. */
export interface Check {
  /** the claim, with the checklist's number where it has one */
  name: string;
  /** whether the network is one that the claim is about; default every network */
  concerns?(subject: Subject): boolean;
  /** It only looks; a flap of a busy machine may fool it, so what is wrong is looked at twice. */
  observes?: true;
  /** It waits by itself until things are as they must be, and needs no settled network to begin with. */
  patient?: boolean;
  /** what is wrong, one line each */
  run(subject: Subject): Promise<string[]>;
}
