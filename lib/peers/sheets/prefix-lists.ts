import { cidr, EVERYTHING, Family, isDefault, WIDTH } from "../../model/ip";
import { ofFamily } from "../../plan/sessions";
import { ConfiguredPeer } from "./link";
import { LinkSession } from "./sessions";

/** A list as IOS and VyOS have it: its first entry that matches a route decides. */
export interface PrefixList {
  readonly name: string;
  readonly family: Family;
  readonly entries: readonly PrefixEntry[];
}

export interface PrefixEntry {
  readonly action: "permit" | "deny";
  readonly prefix: string;
  /** Longest prefix within it that matches too. */
  readonly upTo?: number;
}

/** Of a session that may not bring everything: what we announce, and what lies within. */
export function acceptLists(sessions: readonly LinkSession[]): PrefixList[] {
  return sessions.flatMap((one) => {
    const { announced, family } = one.session;
    if (!announced) return [];
    const entries = announced.map((prefix) =>
      hasLonger(prefix) ? permit(prefix, WIDTH[family]) : permit(prefix),
    );
    return { name: acceptName(one), family, entries: orNothing(entries, family) };
  });
}

/** The peer passes nothing on that it has learned from another of our gateways. */
export function ownList({ networks }: ConfiguredPeer, family: Family): PrefixList {
  const entries = ofFamily(networks, family).map((prefix) => permit(prefix));
  return { name: ownName(family), family, entries: orNothing(entries, family) };
}

export function acceptName({ link, session }: LinkSession): string {
  return `from-${link.gateway.name}-ipv${session.family}`;
}

export function ownName(family: Family): string {
  return `own-networks-ipv${family}`;
}

/** Whether a filter for the prefix takes longer ones too: the default route stands for itself. */
export function hasLonger(prefix: string): boolean {
  const { family, length } = cidr(prefix);
  return !isDefault(prefix) && length < WIDTH[family];
}

function permit(prefix: string, upTo?: number): PrefixEntry {
  return { action: "permit", prefix, upTo };
}

/**
 * A list without an entry does not exist: IOS takes it for one that permits all, and VyOS commits no session that
 * refers to it. So it denies all.
 */
function orNothing(entries: readonly PrefixEntry[], family: Family): readonly PrefixEntry[] {
  if (entries.length > 0) return entries;
  return [{ action: "deny", prefix: EVERYTHING[family], upTo: WIDTH[family] }];
}
