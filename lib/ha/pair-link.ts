import { given, intentOf } from "../network/given";

/** More about a pair link on interfaces of its own. */
export interface PairLinkInterfaceOptions {
  /**
   * The secondary's interface.
   *
   * @default - named as the primary's
   */
  readonly secondaryDevice?: string;
  /**
   * Subnets of the link, at most one for each family; the first usable address is the primary's.
   *
   * @default - a /31 and a /127 by the pair's construct path
   */
  readonly subnets?: string[];
}

/** How the two gateways of a pair reach each other when one has lost its tunnels. */
export class PairLink {
  /** Over the first inside segment, which both share. */
  public static inside(): PairLink {
    return new PairLink({ kind: "inside" });
  }

  /**
   * Over an interface that each machine has for it.
   *
   * @param device the primary's interface, such as `eth2`
   */
  public static onInterface(device: string, options: PairLinkInterfaceOptions = {}): PairLink {
    const { secondaryDevice = device, ...rest } = given(options, "options");
    const own = { kind: "interface", primaryDevice: device, secondaryDevice };
    return new PairLink(intentOf(own, rest));
  }

  /** @internal */
  public readonly _intent: object;

  private constructor(intent: object) {
    this._intent = intent;
  }
}
