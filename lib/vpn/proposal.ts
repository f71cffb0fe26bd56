import { Misfit } from "../model/misfit";
import { given } from "../network/given";

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

/** Algorithms of an IKE SA. */
export interface IkeProposalProps {
  /** The cipher. */
  readonly encryption: Encryption;
  /**
   * Integrity of ciphers without their own.
   *
   * @default - none; required with CBC and CTR
   */
  readonly integrity?: Integrity;
  /**
   * The pseudo-random function.
   *
   * @default - that of the integrity algorithm; required with GCM and ChaCha20
   */
  readonly prf?: Prf;
  /** The key exchange group. */
  readonly keyExchange: KeyExchange;
}

/** Algorithms of a CHILD SA. */
export interface EspProposalProps {
  /** The cipher. */
  readonly encryption: Encryption;
  /**
   * Integrity of ciphers without their own.
   *
   * @default - none; required with CBC and CTR
   */
  readonly integrity?: Integrity;
  /**
   * Group of a fresh key exchange at each rekeying (perfect forward secrecy).
   *
   * @default - none
   */
  readonly keyExchange?: KeyExchange;
}

/**
 * One set of algorithms to offer. DES, 3DES, MD5, SHA-1 and MODP groups below 2048 bits are
 * refused at synthesis (RFC 8221, RFC 8247), and so is IKEv1: there is no way to ask for it.
 */
export class Proposal {
  /** For the IKE SA: `proposals` of swanctl.conf(5). */
  public static ike(props: IkeProposalProps): Proposal {
    const { encryption, integrity, prf, keyExchange, ...unknown } = given(props);
    return Proposal.join([encryption, integrity, prf, keyExchange], unknown);
  }

  /** For the CHILD SA: `esp_proposals` of swanctl.conf(5). */
  public static esp(props: EspProposalProps): Proposal {
    const { encryption, integrity, keyExchange, ...unknown } = given(props);
    return Proposal.join([encryption, integrity, keyExchange], unknown);
  }

  /**
   * As a peer's data sheet has it, in strongSwan's notation: `aes256-sha256-modp2048`. Unknown and
   * weak words are refused at synthesis.
   */
  public static parse(keywords: string): Proposal {
    return new Proposal(keywords);
  }

  private static join(words: unknown[], unknown: object): Proposal {
    const set = words.filter((word) => word !== undefined);
    const strange = set.filter((word) => typeof word !== "string");
    // By its name: what it holds may be a key that went astray.
    const named = Object.entries(unknown).map(([name, value]) =>
      Misfit.of(value instanceof Misfit ? value : name, WORDS, HOW),
    );
    const [misfit] = [...strange.map((word) => Misfit.of(word, WORDS, HOW)), ...named];
    return new Proposal(misfit ?? set.join("-"));
  }

  /** The proposal in strongSwan's notation. */
  public readonly keywords: string;

  /** @internal */
  public readonly _words: unknown;

  private constructor(words: unknown) {
    this._words = words;
    this.keywords = typeof words === "string" ? words : "";
  }
}

const WORDS = "algorithms of Encryption, Integrity, Prf and KeyExchange";
const HOW = "use Proposal.ike() and Proposal.esp() with these enums";
