import { Construct } from "constructs";
import { Token } from "../cdktf";
import { DEFAULT_BFD } from "../model/routing";
import { fittingName, NAME_MAX } from "../model/naming";
import { given, intentOf } from "../network/given";
import { isRegistered, Network } from "../network/network";
import { IBfdProfile } from "./ibfd-profile";

/** Timers of liveness sessions. */
export interface BfdProfileProps {
  /**
   * Milliseconds between packets sent once a session is up, from 10 to 60000.
   *
   * @default 100
   */
  readonly transmitIntervalMs?: number;
  /**
   * Least milliseconds between packets received, as asked of the peer, from 10 to 60000.
   *
   * @default 100
   */
  readonly receiveIntervalMs?: number;
  /**
   * Packets missed before the session is down, from 2 to 255.
   *
   * @default 3
   */
  readonly detectMultiplier?: number;
  /**
   * Milliseconds between echo packets (RFC 5880, 6.4), from 10 to 60000, which the neighbor's kernel
   * sends back: multiplier times that, and a loss in either direction is noticed, by both ends. FRR
   * goes on sending its other packets at their own interval. Over IPv4 the neighbor must forward packets, as
   * routers do: a host that does not ends the session. Not for IPv4 through tunnels, where FRR 8.4 and 10.3
   * never send any, nor for neighbors more than one hop away, nor with Isolation.VRF on Debian 13, whose FRR
   * sends none there.
   *
   * On the gateway: `echo-mode`, `echo transmit-interval` and `echo receive-interval`; the firewall admits
   * UDP 3785 from neighbors.
   *
   * @default - no echo
   */
  readonly echoIntervalMs?: number;
  /**
   * Whether it waits until the neighbor begins (RFC 5880, 6.1): for neighbors that a third party
   * configures, since of two passive ends none would.
   *
   * On the gateway: `passive-mode`.
   *
   * @default false
   */
  readonly passiveMode?: boolean;
  /**
   * Sessions of their own for the members of a bond (RFC 7130, UDP 6784). No open routing daemon has
   * them (FRRouting/frr#18801), so `true` is refused, with what comes nearest: a session for each uplink.
   *
   * @default false
   */
  readonly microBfd?: boolean;
  /**
   * Hops that packets from neighbors more than one hop away must have left, from 1 to 254: 254 for those
   * behind one router (RFC 5883, 5). Nearer ones must have 255 anyway.
   *
   * On the gateway: the firewall's condition on UDP 4784. FRR's own `minimum-ttl` does nothing for BGP's
   * sessions, for which bgpd says 1 (seen on FRR 8.4 and 10.3).
   *
   * @default 1
   */
  readonly minimumTtl?: number;
}

/**
 * Bidirectional Forwarding Detection (RFC 5880, RFC 5881) for the sessions that use the profile.
 *
 * On the gateway: one `profile` under `bfd` in frr.conf, once, however many sessions use it.
 */
export class BfdProfile extends Construct implements IBfdProfile {
  /** Whether a value is a BfdProfile of this library. */
  public static isBfdProfile(x: unknown): x is BfdProfile {
    return isRegistered(x, "bfdProfiles");
  }

  /**
   * Milliseconds until a dead path is noticed, with the same profile at both ends: multiplier ×
   * the slower of sending and receiving (RFC 5880, 6.8.4).
   */
  public readonly detectionTimeMs: number;

  constructor(scope: Construct, id: string, props: BfdProfileProps = {}) {
    super(scope, id);
    const asked = given(props);
    const {
      transmitIntervalMs = DEFAULT_BFD.transmitIntervalMs,
      receiveIntervalMs = DEFAULT_BFD.receiveIntervalMs,
      detectMultiplier = DEFAULT_BFD.detectMultiplier,
    } = asked;
    // What is no number, or a token, makes no product; the model refuses it with a message of its own.
    const known = [transmitIntervalMs, receiveIntervalMs, detectMultiplier].every(
      (value) => typeof value === "number" && !Token.isUnresolved(value),
    );
    this.detectionTimeMs = known
      ? detectMultiplier * Math.max(transmitIntervalMs, receiveIntervalMs)
      : 0;
    const intent = intentOf({ name: profileName(id) }, asked);
    Network.of(this).add("bfdProfiles", this, () => intent);
  }
}

/** As FRR has names of profiles: a letter first. */
function profileName(id: string): string {
  const plain = id.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z]+|-+$/g, "");
  return fittingName(plain, NAME_MAX, id);
}
