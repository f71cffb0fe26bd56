import { Word, wordsOf } from "./word";
import { PeerKind } from "./words/peer-kind";

/** Kinds of third-party gateways; PeerKind names them for apps. */
export const PEER_KINDS = wordsOf(PeerKind);
export type PeerKindName = Word<PeerKind>;
