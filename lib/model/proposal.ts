import { wordsOf } from "./word";
import { Encryption, Integrity, KeyExchange, Prf } from "./words/algorithms";

/** What the planner must know of an algorithm: strongSwan's keyword, and its bytes on the wire. */
export interface Cipher {
  readonly keyword: string;
  readonly ivBytes: number;
  readonly blockBytes: number;
  /** Set for combined-mode ciphers, which bring their own integrity (RFC 5282). */
  readonly icvBytes?: number;
}

const aead = (keyword: string): Cipher => ({ keyword, ivBytes: 8, blockBytes: 4, icvBytes: 16 });

/** Strong ESP and IKE ciphers that Debian's charon and kernel both have. */
export const CIPHERS: readonly Cipher[] = [
  aead(Encryption.AES_128_GCM_16),
  aead(Encryption.AES_192_GCM_16),
  aead(Encryption.AES_256_GCM_16),
  aead(Encryption.CHACHA20_POLY1305),
  { keyword: Encryption.AES_128_CBC, ivBytes: 16, blockBytes: 16 },
  { keyword: Encryption.AES_192_CBC, ivBytes: 16, blockBytes: 16 },
  { keyword: Encryption.AES_256_CBC, ivBytes: 16, blockBytes: 16 },
  { keyword: Encryption.AES_128_CTR, ivBytes: 8, blockBytes: 4 },
  { keyword: Encryption.AES_192_CTR, ivBytes: 8, blockBytes: 4 },
  { keyword: Encryption.AES_256_CTR, ivBytes: 8, blockBytes: 4 },
];

/** Truncated lengths of RFC 4868. */
export const INTEGRITY: Readonly<Record<string, number>> = {
  [Integrity.SHA2_256]: 16,
  [Integrity.SHA2_384]: 24,
  [Integrity.SHA2_512]: 32,
};

export const PRFS: readonly string[] = wordsOf(Prf);

export const GROUPS: readonly string[] = wordsOf(KeyExchange);

const WEAK: Readonly<Record<string, string>> = {
  des: "DES is broken",
  "3des": "3DES has 64-bit blocks (RFC 8221)",
  null: "NULL does not encrypt",
  md5: "MD5 is broken (RFC 8247)",
  sha1: "SHA-1 is deprecated (RFC 8247, RFC 9395)",
  sha: "SHA-1 is deprecated (RFC 8247, RFC 9395)",
  prfmd5: "MD5 is broken (RFC 8247)",
  prfsha1: "SHA-1 is deprecated (RFC 8247)",
  modp768: "MODP-768 can be computed (RFC 8247)",
  modp1024: "MODP-1024 can be computed (RFC 8247)",
  modp1536: "MODP-1536 is below 2048 bits (RFC 8247)",
};

export interface Proposal {
  readonly cipher: Cipher;
  readonly integrity?: string;
  readonly prf?: string;
  readonly group?: string;
}

export type Protocol = "ike" | "esp";

/** Reads strongSwan's notation; returns the proposal, or why it is refused. */
export function parseProposal(text: string, protocol: Protocol): Proposal | string {
  const words = text.toLowerCase().split("-");
  const weak = words.find((word) => Object.hasOwn(WEAK, word));
  if (weak !== undefined) return `${weak} is refused: ${WEAK[weak]}`;

  const known = (word: string) =>
    CIPHERS.some((c) => c.keyword === word) ||
    Object.hasOwn(INTEGRITY, word) ||
    PRFS.includes(word) ||
    GROUPS.includes(word);
  const unknown = words.find((word) => !known(word));
  if (unknown !== undefined) return `${JSON.stringify(unknown)} is no known algorithm`;

  const ciphers = CIPHERS.filter((c) => words.includes(c.keyword));
  const integrities = words.filter((word) => Object.hasOwn(INTEGRITY, word));
  const prfs = words.filter((word) => PRFS.includes(word));
  const groups = words.filter((word) => GROUPS.includes(word));
  if (ciphers.length !== 1) return "exactly one cipher is needed";
  if (integrities.length + prfs.length + groups.length + 1 !== words.length) {
    return "an algorithm is named twice";
  }
  if (Math.max(integrities.length, prfs.length, groups.length) > 1) {
    return "at most one algorithm of each kind is allowed; give several proposals instead";
  }
  const cipher = ciphers[0]!;
  const [integrity] = integrities;
  const [prf] = prfs;
  const [group] = groups;
  if (cipher.icvBytes === undefined && integrity === undefined) {
    return `${cipher.keyword} needs an integrity algorithm, such as sha256`;
  }
  if (cipher.icvBytes !== undefined && integrity !== undefined) {
    return `${cipher.keyword} brings its own integrity; drop ${integrity}`;
  }
  if (protocol === "esp" && prf !== undefined) return `ESP has no PRF; drop ${prf}`;
  if (protocol === "ike" && group === undefined) return "IKE needs a key exchange group";
  if (protocol === "ike" && cipher.icvBytes !== undefined && prf === undefined) {
    return `IKE with ${cipher.keyword} needs a PRF, such as prfsha384`;
  }
  return { cipher, integrity, prf, group };
}

/** Integrity check value in bytes, of the cipher itself or of the algorithm beside it. */
export function icvBytes(proposal: Proposal): number {
  return proposal.cipher.icvBytes ?? INTEGRITY[proposal.integrity!]!;
}
