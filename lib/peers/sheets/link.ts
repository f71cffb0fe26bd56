import { FAMILIES, Family, familyOf, parseIp } from "../../model/ip";
import { SecretIntent } from "../../model/vpn";
import { PeerLink, PeerPlan } from "../../plan/peers/types";
import { TunnelEnd } from "../../plan/types";

/** A link that configurations have words for: synthesis refuses the others (plan/peers/sheet-gaps.ts). */
export interface ConfiguredLink extends PeerLink {
  readonly end: Omit<TunnelEnd, "ipsec"> & {
    readonly ipsec: TunnelEnd["ipsec"] & {
      readonly id: number;
      readonly remoteAddress: string;
      readonly secret: SecretIntent;
    };
  };
}

export interface ConfiguredPeer extends PeerPlan {
  readonly links: readonly ConfiguredLink[];
}

export function configured(peer: PeerPlan): ConfiguredPeer {
  return { ...peer, links: peer.links.map(configuredLink) };
}

function configuredLink(link: PeerLink): ConfiguredLink {
  const { end } = link;
  const { id, remoteAddress, secret } = end.ipsec;
  if (id === undefined || remoteAddress === undefined || secret === undefined)
    throw new RangeError(`${end.path}: a link that peers' limits refuse`);
  return { ...link, end: { ...end, ipsec: { ...end.ipsec, id, remoteAddress, secret } } };
}

/** Largest TCP segment of each family that the VPN carries. */
export function maxSegments({ end }: ConfiguredLink): { family: Family; mss: number }[] {
  const carried = FAMILIES.filter((it) => end.addresses.some((one) => familyOf(one) === it));
  return carried.map((family) => ({ family, mss: family === 4 ? end.mss4 : end.mss6 }));
}

/** What an IKE identity is (RFC 7296, 3.5); one that only Terraform knows is the address it stands for. */
export function identityKind(id: string, address?: string): "address" | "mailbox" | "host name" {
  if (id === address || parseIp(id)) return "address";
  return id.includes("@") ? "mailbox" : "host name";
}
