/** Ciphers that are strong and that Debian's charon and kernel both have. Values are strongSwan's. */
export enum Encryption {
  /** AES-128 in GCM with a 16-byte check value (RFC 4106, RFC 5282). */
  AES_128_GCM_16 = "aes128gcm16",
  /** AES-192 in GCM with a 16-byte check value. */
  AES_192_GCM_16 = "aes192gcm16",
  /** AES-256 in GCM with a 16-byte check value. The default. */
  AES_256_GCM_16 = "aes256gcm16",
  /** ChaCha20 with Poly1305 (RFC 7634), for machines without AES instructions. */
  CHACHA20_POLY1305 = "chacha20poly1305",
  /** AES-128 in CBC (RFC 3602); needs an integrity algorithm. */
  AES_128_CBC = "aes128",
  /** AES-192 in CBC; needs an integrity algorithm. */
  AES_192_CBC = "aes192",
  /** AES-256 in CBC; needs an integrity algorithm. */
  AES_256_CBC = "aes256",
  /** AES-128 in counter mode (RFC 3686); needs an integrity algorithm. */
  AES_128_CTR = "aes128ctr",
  /** AES-192 in counter mode; needs an integrity algorithm. */
  AES_192_CTR = "aes192ctr",
  /** AES-256 in counter mode; needs an integrity algorithm. */
  AES_256_CTR = "aes256ctr",
}

/** Integrity algorithms (RFC 4868), for ciphers that bring none of their own. */
export enum Integrity {
  /** HMAC-SHA-256 cut to 128 bits. */
  SHA2_256 = "sha256",
  /** HMAC-SHA-384 cut to 192 bits. */
  SHA2_384 = "sha384",
  /** HMAC-SHA-512 cut to 256 bits. */
  SHA2_512 = "sha512",
}

/** Pseudo-random functions of IKE (RFC 4868). */
export enum Prf {
  /** HMAC-SHA-256. */
  SHA2_256 = "prfsha256",
  /** HMAC-SHA-384. The default. */
  SHA2_384 = "prfsha384",
  /** HMAC-SHA-512. */
  SHA2_512 = "prfsha512",
}

/** Key exchange groups. */
export enum KeyExchange {
  /** NIST P-256 (RFC 5903). */
  ECP_256 = "ecp256",
  /** NIST P-384 (RFC 5903). The default. */
  ECP_384 = "ecp384",
  /** NIST P-521 (RFC 5903). */
  ECP_521 = "ecp521",
  /** Curve25519 (RFC 8031). */
  CURVE_25519 = "curve25519",
  /** 2048 bits (RFC 3526), the least that RFC 8247 leaves standing. */
  MODP_2048 = "modp2048",
  /** 3072 bits (RFC 3526). */
  MODP_3072 = "modp3072",
  /** 4096 bits (RFC 3526). */
  MODP_4096 = "modp4096",
}
