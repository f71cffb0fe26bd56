import { Construct } from "constructs";
import { Token } from "../cdktf";
import { Network } from "../network/network";

/** Timers of liveness sessions. */
export interface BfdProfileProps {
  /**
   * Milliseconds between packets sent once a session is up, from 10 to 60000.
   *
   * @default 300
   */
  readonly transmitIntervalMs?: number;
  /**
   * Least milliseconds between packets received, as asked of the peer, from 10 to 60000.
   *
   * @default 300
   */
  readonly receiveIntervalMs?: number;
  /**
   * Packets missed before the session is down, from 2 to 255.
   *
   * @default 3
   */
  readonly detectMultiplier?: number;
}

/**
 * Bidirectional Forwarding Detection (RFC 5880, RFC 5881) for the sessions that use the profile.
 *
 * On the gateway: one `profile` under `bfd` in frr.conf, once, however many sessions use it.
 */
export class BfdProfile extends Construct {
  /**
   * Milliseconds until a dead path is noticed, with the same profile at both ends: multiplier ×
   * the slower of sending and receiving (RFC 5880, 6.8.4).
   */
  public readonly detectionTimeMs: number;

  constructor(scope: Construct, id: string, props: BfdProfileProps = {}) {
    super(scope, id);
    const {
      transmitIntervalMs = 300,
      receiveIntervalMs = 300,
      detectMultiplier = 3,
      ...rest
    } = props;
    // A token makes no product; the plan refuses it with a message of its own.
    this.detectionTimeMs = [transmitIntervalMs, receiveIntervalMs, detectMultiplier].some((value) =>
      Token.isUnresolved(value),
    )
      ? 0
      : detectMultiplier * Math.max(transmitIntervalMs, receiveIntervalMs);
    Network.of(this).add("bfdProfiles", {
      ...rest,
      path: this.node.path,
      name: id,
      transmitIntervalMs,
      receiveIntervalMs,
      detectMultiplier,
    });
  }
}
