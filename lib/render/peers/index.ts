import { PeerKindName } from "../../model/peer";
import { PeerPlan } from "../../plan/peers/types";
import { birdFiles } from "./bird";
import { ciscoFiles } from "./cisco";
import { awsSettings, azureSettings, googleSettings } from "./clouds";
import { PeerFile } from "./file";
import { gobgpFiles } from "./gobgp";
import { juniperFiles } from "./juniper";
import { libreswanDevice, libreswanFiles } from "./libreswan";
import { Part, printMarkdown } from "./markdown";
import { sheetDocument } from "./sheet";
import { strongswanFrrFiles } from "./strongswan-frr";
import { vyosFiles } from "./vyos";

/** Configuration in the peer's own syntax, where the kind has one. */
const CONFIGURATION: Readonly<Partial<Record<PeerKindName, (peer: PeerPlan) => PeerFile[]>>> = {
  "strongswan-frr": strongswanFrrFiles,
  "libreswan-bird": (peer) => [...libreswanFiles(peer), ...birdFiles(peer, libreswanDevice)],
  "libreswan-gobgp": (peer) => [...libreswanFiles(peer), ...gobgpFiles(peer)],
  vyos: vyosFiles,
  "cisco-ios-xe": ciscoFiles,
  "juniper-srx": juniperFiles,
};

/** What to enter where there is no configuration but a service's settings. */
const SETTINGS: Readonly<Partial<Record<PeerKindName, (peer: PeerPlan) => Part[]>>> = {
  "aws-vpn": awsSettings,
  "azure-vpn": azureSettings,
  "google-ha-vpn": googleSettings,
};

/** The whole sheet of one peer. */
export function renderPeer(peer: PeerPlan): PeerFile[] {
  const more = SETTINGS[peer.kind]?.(peer) ?? [];
  return [
    { path: "README.md", text: printMarkdown(sheetDocument(peer, ...more)) },
    ...(CONFIGURATION[peer.kind]?.(peer) ?? []),
  ];
}
