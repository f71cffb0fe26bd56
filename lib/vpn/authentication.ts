import { chosen, given, intentOf } from "../network/given";
import { CertificateAuthority } from "./certificate-authority";
import { Revocation } from "../model/words/revocation";
import { Secret } from "./secret";

/** How gateways authenticate by X.509 certificates. */
export interface CertificateProps {
  /** Signs the gateways' certificates; a peer's must come from this authority and no other. */
  readonly authority: CertificateAuthority;
  /**
   * Each gateway's own certificate: a file on it in /etc/swanctl/x509, put there by other means, in
   * PEM or DER. It names the gateway's IKE identity as its subject or as a subjectAltName: the
   * public address, unless the gateway has an `ikeId`.
   *
   * @default "/etc/swanctl/x509/gateway.pem"
   */
  readonly certificateFile?: string;
  /**
   * Where the authority's certificate revocation list is found (RFC 5280, 5): http or https. A
   * certificate's own URIs are asked too, and lists that lie in /etc/swanctl/x509crl. Who replaces such
   * a file loads it by `swanctl --load-creds --clear`: charon keeps the old list otherwise.
   *
   * @default - as the certificates say
   */
  readonly crlUris?: string[];
  /**
   * OCSP responders (RFC 6960): http or https.
   *
   * @default - as the certificates say
   */
  readonly ocspUris?: string[];
  /**
   * How sure a gateway must be that a peer's certificate is not revoked. It asks when an IKE SA is
   * set up, not while one is up.
   *
   * @default Revocation.RELAXED
   */
  readonly revocation?: Revocation;
}

const AUTHORITIES = "make it with CertificateAuthority.pem() or CertificateAuthority.file()";

/**
 * How the two ends of a VPN prove who they are (RFC 7296, 2.15).
 */
export class Authentication {
  /**
   * One key that both ends know. It must be as hard to guess as the keys it protects: give 32
   * random bytes. Our own gateways may share one, in a mesh say: each of them can then authenticate as any other.
   * The key of a ForeignGateway is refused for any other peer; a file or a command counts by gateway.
   *
   * On the gateway: an `ike-…` secret of swanctl.conf(5) that proves the peer's identity and no other.
   *
   * @param secret where the key is found
   */
  public static preSharedKey(secret: Secret): Authentication {
    return new Authentication(secret);
  }

  /**
   * X.509 certificates (RFC 4945). A private key is made on its gateway, lies there in
   * /etc/swanctl/private (mode 0600) and never leaves it: no payload and no state holds it. AppArmor
   * lets swanctl read no key elsewhere.
   *
   * On the gateway: `auth = pubkey` with `certs`, `cacerts` and `revocation`, an authority for the
   * URIs, and the package libstrongswan-extra-plugins, whose plugin `curl` asks them.
   */
  public static certificate(props: CertificateProps): Authentication {
    const { authority, revocation = Revocation.RELAXED, ...more } = given(props);
    const { certificateFile = "/etc/swanctl/x509/gateway.pem", ...rest } = more;
    return new Authentication(
      undefined,
      intentOf(
        {
          authority: chosen(authority, CertificateAuthority, ({ _intent }) => _intent, AUTHORITIES),
          certificateFile,
          revocation,
        },
        rest,
      ),
    );
  }

  /**
   * The ends' public keys by themselves (RFC 7670): the `publicKey` of each Gateway and
   * ForeignGateway. A private key is made on its gateway, lies there in /etc/swanctl/private (mode
   * 0600) and never leaves it. To take a key back, change it and deliver to all its peers.
   *
   * On the gateway: `auth = pubkey` with `pubkeys`, and files in /etc/swanctl/pubkey.
   */
  public static publicKey(): Authentication {
    return new Authentication(undefined, undefined, true);
  }

  /** @internal */
  public readonly _secret?: Secret;
  /** @internal */
  public readonly _certificate?: object;
  /** @internal */
  public readonly _rawPublicKeys?: boolean;

  private constructor(secret?: Secret, certificate?: object, rawPublicKeys?: boolean) {
    this._secret = secret;
    this._certificate = certificate;
    this._rawPublicKeys = rawPublicKeys;
  }
}
