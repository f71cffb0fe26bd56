import { FAMILIES, Family } from "../../model/ip";
import { BfdProfilePlan } from "../../plan/types";
import { PeerSession } from "../../plan/peers/types";
import { ConfiguredLink, ConfiguredPeer } from "./link";

/** A BGP session and the VPN that it runs in. */
export interface LinkSession {
  readonly link: ConfiguredLink;
  readonly session: PeerSession;
}

export function sessionsOf({ links }: ConfiguredPeer): LinkSession[] {
  return links.flatMap((link) => link.sessions.map((session) => ({ link, session })));
}

export function spokenFamilies(sessions: readonly LinkSession[]): Family[] {
  return FAMILIES.filter((it) => sessions.some(({ session }) => session.family === it));
}

/** Each once: VPNs share them. */
export function bfdProfiles({ links }: ConfiguredPeer): BfdProfilePlan[] {
  return [...new Map(links.flatMap(({ bfd }) => (bfd ? [[bfd.name, bfd]] : []))).values()];
}
