import { CertificateIntent } from "../model/certificate";

/**
 * Whose signature makes a gateway's certificate good.
 */
export class CertificateAuthority {
  /**
   * Its certificate as text, which is no secret.
   *
   * On the gateway: a file in /etc/swanctl/x509ca.
   *
   * @param certificate one X.509 certificate in PEM (RFC 7468, 5)
   */
  public static pem(certificate: string): CertificateAuthority {
    return new CertificateAuthority({ kind: "pem", pem: certificate });
  }

  /**
   * A file that is on the gateways already, put there by other means.
   *
   * @param file a path in /etc/swanctl/x509ca, where swanctl may read it
   */
  public static file(file: string): CertificateAuthority {
    return new CertificateAuthority({ kind: "file", file });
  }

  /** @internal */
  public readonly _intent: CertificateIntent["authority"];

  private constructor(intent: CertificateIntent["authority"]) {
    this._intent = intent;
  }
}
