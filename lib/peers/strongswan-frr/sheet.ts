import { NO_FIREWALL } from "../../plan/traffic";
import { GatewayPlan } from "../../plan/types";
import { frrDocument } from "../../render/frr/document";
import { printFrr } from "../../render/frr/print";
import { connections, daemon } from "../../render/strongswan/document";
import { printSettings } from "../../render/strongswan/print";
import { keyPlaceholder, machineFile, PeerFile, sheetOf } from "../sheets/file";
import { ConfiguredLink, ConfiguredPeer } from "../sheets/link";
import { linuxLinks } from "../sheets/linux-links";
import { Sheet } from "../sheets/sheet";

export const strongswanFrr: Sheet = { configuration };

/** A peer that runs what our gateways run is rendered as one of them, over XFRM interfaces. */
function configuration(peer: ConfiguredPeer): PeerFile[] {
  const gateway = asGateway(peer);
  // A gateway's own first line speaks of its next apply, which a peer does not have.
  const retitled = (sign: string, text: string) =>
    `${sign} ${sheetOf(peer)}${text.slice(text.indexOf("\n"))}`;
  return [
    machineFile(
      "/etc/strongswan.d/zz-vpn.conf",
      retitled("#", printSettings(peer.path, [daemon()])),
    ),
    machineFile(
      "/etc/swanctl/conf.d/vpn.conf",
      retitled("#", printSettings(peer.path, [connections(gateway), secrets(peer)])),
    ),
    ...(gateway.bgp
      ? [
          machineFile(
            "/etc/frr/frr.conf",
            retitled("!", printFrr(frrDocument(gateway, gateway.bgp))),
          ),
        ]
      : []),
    ...linuxLinks(peer, "strongswan", deviceOf),
  ];
}

function deviceOf({ end }: ConfiguredLink): string {
  return end.ipsec.device;
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

function asGateway({
  path,
  name,
  family,
  asn,
  routerId,
  networks,
  protectedNetworks,
  links,
}: ConfiguredPeer): GatewayPlan {
  const sessions = links.flatMap((link) =>
    link.sessions.map((session) => ({
      kind: "tunnel" as const,
      device: link.end.device,
      neighbor: session.neighbor,
      remoteAsn: session.remoteAsn,
      description: `${link.gateway.name} through ${link.end.device}`,
      family: session.family,
      timers: session.timers,
      bfdProfile: link.bfd?.name,
      ttlSecurity: session.ttlSecurity && ("daemon" as const),
      accept: session.announced,
      longest: session.announced && session.longestAnnounced,
      limit: session.limit,
      transit: false as const,
      policy: {},
    })),
  );
  const profiles = new Map(links.flatMap(({ bfd }) => (bfd ? [[bfd.name, bfd]] : [])));
  return {
    path,
    name,
    platform: "debian-12",
    uplinks: [{ family, mtu: 1500 }],
    managementFrom: [],
    managementPort: 22,
    inside: [],
    tunnels: links.map(({ end }) => ({ ...end, ipsec: { ...end.ipsec, kind: "xfrm" } })),
    staticRoutes: [],
    protectedNetworks,
    ownPrefixes: [],
    traffic: NO_FIREWALL,
    bgp:
      sessions.length === 0
        ? undefined
        : { asn: asn!, routerId, networks, longest: { 4: 32, 6: 128 }, maximumPaths: 1, sessions },
    bfdProfiles: [...profiles.values()],
  };
}
