import { PeerKindName } from "../../model/peer";
import { PeerPlan } from "../../plan/peers/types";
import { birdFiles } from "./bird";
import { ciscoFiles } from "./cisco";
import { awsSettings, awsTransitGatewaySettings } from "./clouds/aws";
import { azureSettings } from "./clouds/azure";
import { googleSettings } from "./clouds/google";
import { credentialFiles } from "./credentials";
import { PeerFile } from "./file";
import { gobgpFiles } from "./gobgp";
import { JUNIPER_ZONES, juniperFiles } from "./juniper";
import { libreswanDevice, libreswanFiles } from "./libreswan";
import { configured, ConfiguredPeer } from "./link";
import { Part, printMarkdown } from "./markdown";
import { lastResort, sheetDocument } from "./sheet";
import { strongswanFrrFiles } from "./strongswan-frr";
import { vyosFiles } from "./vyos";

/** Configuration in the peer's own syntax, where the kind has one. */
const CONFIGURATION: Readonly<Partial<Record<PeerKindName, (peer: ConfiguredPeer) => PeerFile[]>>> =
  {
    "strongswan-frr": strongswanFrrFiles,
    "libreswan-bird": (peer) => [...libreswanFiles(peer), ...birdFiles(peer, libreswanDevice)],
    "libreswan-gobgp": (peer) => [...libreswanFiles(peer), ...gobgpFiles(peer)],
    vyos: vyosFiles,
    "cisco-ios-xe": ciscoFiles,
    "juniper-srx": juniperFiles,
  };

/** What to enter where there is no configuration but a service's settings. */
const SETTINGS: Readonly<Partial<Record<PeerKindName, (peer: ConfiguredPeer) => Part[]>>> = {
  "aws-vpn": awsSettings,
  "aws-transit-gateway": awsTransitGatewaySettings,
  "azure-vpn": azureSettings,
  "google-ha-vpn": googleSettings,
};

/** What to do beside loading the configuration. */
const NOTES: Readonly<Partial<Record<PeerKindName, readonly Part[]>>> = {
  "juniper-srx": JUNIPER_ZONES,
};

/** The whole sheet of one peer. */
export function renderPeer(peer: PeerPlan): PeerFile[] {
  const [settings, configuration] = [SETTINGS[peer.kind], CONFIGURATION[peer.kind]];
  const notes = NOTES[peer.kind] ?? [];
  const more = settings ? settings(configured(peer)) : [...notes, ...lastResort(peer)];
  return [
    { path: "README.md", text: printMarkdown(sheetDocument(peer, ...more)) },
    ...credentialFiles(peer),
    ...(configuration ? configuration(configured(peer)) : []),
  ];
}
