import { PeerKindName } from "../../model/peer";
import { PeerPlan } from "../../plan/peers/types";
import { awsTransitGateway, awsVpn } from "../aws/sheet";
import { azureVpn } from "../azure/sheet";
import { ciscoIosXe } from "../cisco/sheet";
import { googleHaVpn } from "../google/sheet";
import { juniperSrx } from "../juniper/sheet";
import { libreswanBird, libreswanGobgp } from "../libreswan/sheet";
import { strongswanFrr } from "../strongswan-frr/sheet";
import { vyos } from "../vyos/sheet";
import { credentialFiles } from "./credentials";
import { PeerFile } from "./file";
import { configured } from "./link";
import { printMarkdown } from "./markdown";
import { lastResort, page } from "./page";
import { Sheet } from "./sheet";

const SHEETS: Readonly<Record<PeerKindName, Sheet>> = {
  generic: {},
  "strongswan-frr": strongswanFrr,
  "libreswan-bird": libreswanBird,
  "libreswan-gobgp": libreswanGobgp,
  vyos,
  "cisco-ios-xe": ciscoIosXe,
  "juniper-srx": juniperSrx,
  "aws-vpn": awsVpn,
  "aws-transit-gateway": awsTransitGateway,
  "azure-vpn": azureVpn,
  "google-ha-vpn": googleHaVpn,
};

/** The whole sheet of one peer. */
export function renderPeer(peer: PeerPlan): PeerFile[] {
  const { configuration, settings, notes = [] } = SHEETS[peer.kind];
  const more = settings ? settings(configured(peer)) : [...notes, ...lastResort(peer)];
  return [
    { path: "README.md", text: printMarkdown(page(peer, ...more)) },
    ...credentialFiles(peer),
    ...(configuration ? configuration(configured(peer)) : []),
  ];
}
