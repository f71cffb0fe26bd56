import { WIDTH } from "../../model/ip";
import { BgpPlan, TunnelEnd } from "../../plan/types";
import { frrDocument } from "../../render/frr/document";
import { printFrr } from "../../render/frr/print";
import { connections, daemon } from "../../render/strongswan/document";
import { printSettings } from "../../render/strongswan/print";
import { keyPlaceholder, machineFile, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { linuxLinks } from "../sheets/linux-links";
import { bfdProfiles, sessionsOf } from "../sheets/sessions";
import { Sheet } from "../sheets/sheet";

export const strongswanFrr: Sheet = { configuration };

/** A peer that runs what our gateways run gets what they get, over XFRM interfaces. */
function configuration(peer: ConfiguredPeer): PeerFile[] {
  const { path, name, links } = peer;
  // A gateway's own first line speaks of its next apply, which a peer does not have.
  const retitled = (sign: string, text: string) =>
    `${sign} ${sheetOf(peer)}${text.slice(text.indexOf("\n"))}`;
  const vpns = connections({ name, tunnels: links.map(overXfrm) });
  const bgp = bgpOf(peer);
  return [
    machineFile("/etc/strongswan.d/zz-vpn.conf", retitled("#", printSettings(path, [daemon()]))),
    machineFile(
      "/etc/swanctl/conf.d/vpn.conf",
      retitled("#", printSettings(path, [vpns, secrets(peer)])),
    ),
    ...(bgp ? [machineFile("/etc/frr/frr.conf", retitled("!", frrConf(peer, bgp)))] : []),
    ...linuxLinks(peer, "strongswan", ({ end }) => end.ipsec.device),
  ];
}

/** Whatever our own end has. */
function overXfrm({ end }: ConfiguredLink): TunnelEnd {
  return { ...end, ipsec: { ...end.ipsec, kind: "xfrm" } };
}

/** Each key belongs to the gateway at the other end alone, as on our own gateways. */
function secrets({ links }: ConfiguredPeer) {
  return {
    name: "secrets",
    sections: links.map((link) => ({
      name: `ike-${link.gateway.name}`,
      settings: {
        id: link.end.ipsec.remoteId,
        secret: keyPlaceholder(link),
      },
    })),
  };
}

/** In the words of the oldest FRR that we know. Segments are the operator's own, with what is routed there. */
function frrConf(peer: ConfiguredPeer, bgp: BgpPlan): string {
  const { path, name } = peer;
  const slice = { path, name, platform: "debian-12", inside: [] } as const;
  return printFrr(frrDocument({ ...slice, bfdProfiles: bfdProfiles(peer) }, bgp));
}

/** Its side of our sessions; nothing where it has none. */
function bgpOf(peer: ConfiguredPeer): BgpPlan | undefined {
  const { asn, routerId, networks } = peer;
  const sessions = sessionsOf(peer).map(({ link: { end, gateway, bfd }, session }) => ({
    kind: "tunnel" as const,
    device: end.device,
    neighbor: session.neighbor,
    remoteAsn: session.remoteAsn,
    description: `${gateway.name} through ${end.device}`,
    family: session.family,
    timers: session.timers,
    bfdProfile: bfd?.name,
    ttlSecurity: session.ttlSecurity && ("daemon" as const),
    accept: session.announced,
    longest: session.announced && session.longestAnnounced,
    limit: session.limit,
    transit: false as const,
    policy: {},
  }));
  if (sessions.length === 0) return undefined;
  return { asn: asn!, routerId, networks, longest: WIDTH, maximumPaths: 1, sessions };
}
