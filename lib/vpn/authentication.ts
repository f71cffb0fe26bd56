import { Secret } from "./secret";

/**
 * How the two ends of a VPN prove who they are (RFC 7296, 2.15).
 */
export class Authentication {
  /**
   * One key that both ends know. It must be as hard to guess as the keys it protects: give 32
   * random bytes. A mesh that shares one key lets each member speak for any other.
   *
   * On the gateway: an `ike-…` secret of swanctl.conf(5), bound to both identities.
   *
   * @param secret where the key is found
   */
  public static preSharedKey(secret: Secret): Authentication {
    return new Authentication(secret);
  }

  /** @internal */
  public readonly _secret: Secret;

  private constructor(secret: Secret) {
    this._secret = secret;
  }
}
