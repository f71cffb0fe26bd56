/** How sure a gateway must be that a peer's certificate is not revoked (`remote.revocation` of swanctl.conf(5)). */
export enum Revocation {
  /** Only a revoked certificate is refused; one whose state cannot be had is not. The default. */
  RELAXED = "relaxed",
  /** The state must be known where the certificate or the authority says where to ask. */
  IF_URI = "ifuri",
  /** The state must be known. */
  STRICT = "strict",
}
