import { KeyExchange, Prf, Integrity, Encryption } from "../model/words/algorithms";
import { Misfit } from "../model/misfit";
import { given } from "../network/given";

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
