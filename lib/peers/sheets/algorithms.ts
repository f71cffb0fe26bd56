import { parseProposal, Proposal, Protocol } from "../../model/proposal";

/** Group numbers of IANA's IKEv2 registry. */
const GROUP_NUMBERS: Readonly<Record<string, number>> = {
  modp2048: 14,
  modp3072: 15,
  modp4096: 16,
  ecp256: 19,
  ecp384: 20,
  ecp521: 21,
  curve25519: 31,
};

export interface Algorithms {
  /** `aes` in GCM, CBC or CTR with its key's bits, or ChaCha20. */
  readonly mode: "gcm" | "cbc" | "ctr" | "chacha20poly1305";
  readonly bits: number;
  /** Bits of SHA-2: of the integrity algorithm, or of the PRF where the cipher brings its own. */
  readonly hash?: number;
  readonly integrity?: number;
  readonly prf?: number;
  readonly group?: number;
}

/** A proposal taken apart, for syntaxes that name the parts otherwise. */
export function algorithms(text: string, protocol: Protocol): Algorithms {
  const { cipher, integrity, prf, group } = parseProposal(text, protocol) as Proposal;
  const hash = bitsOf(integrity);
  return {
    ...cipherOf(cipher.keyword),
    integrity: hash,
    prf: bitsOf(prf) ?? (protocol === "ike" ? hash : undefined),
    hash: hash ?? bitsOf(prf),
    group: group === undefined ? undefined : GROUP_NUMBERS[group],
  };
}

/** The group of key exchange in rekeying (PFS), where there is one: that of all proposals (oneEspGroup). */
export function espGroup(texts: readonly string[]): number | undefined {
  return texts.map((text) => algorithms(text, "esp").group).find(Boolean);
}

/** Proposals by names of their own, for syntaxes that refer to them. */
export function numbered(name: string, texts: readonly string[]): { id: string; text: string }[] {
  return texts.map((text, at) => ({ id: `${name}-${at + 1}`, text }));
}

function cipherOf(keyword: string): Pick<Algorithms, "mode" | "bits"> {
  const aes = /^aes(128|192|256)(gcm16|ctr|)$/.exec(keyword);
  if (!aes) return { mode: "chacha20poly1305", bits: 256 };
  const mode = aes[2] === "" ? "cbc" : aes[2] === "ctr" ? "ctr" : "gcm";
  return { mode, bits: Number(aes[1]) };
}

function bitsOf(keyword: string | undefined): number | undefined {
  return keyword === undefined ? undefined : Number(/\d+$/.exec(keyword)![0]);
}

/** In words, for people. */
export function describeAlgorithms(text: string, protocol: Protocol): string {
  const { mode, bits, integrity, prf, group } = algorithms(text, protocol);
  const cipher = {
    gcm: `AES-${bits}-GCM-16`,
    cbc: `AES-${bits}-CBC`,
    ctr: `AES-${bits}-CTR`,
    chacha20poly1305: "ChaCha20-Poly1305",
  }[mode];
  return [
    cipher,
    ...(integrity === undefined ? [] : [`HMAC-SHA2-${integrity}`]),
    ...(prf === undefined ? [] : [`PRF-HMAC-SHA2-${prf}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
  ].join(", ");
}
