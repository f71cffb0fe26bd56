import { PeerKindName } from "../../model/peer";
import { AWS_TRANSIT_GATEWAY, AWS_VPN } from "../aws/limits";
import { AZURE_VPN } from "../azure/limits";
import { CISCO_IOS_XE } from "../cisco/limits";
import { GENERIC } from "../generic/limits";
import { GOOGLE_HA_VPN } from "../google/limits";
import { JUNIPER_SRX } from "../juniper/limits";
import { LIBRESWAN_BIRD, LIBRESWAN_GOBGP } from "../libreswan/limits";
import { STRONGSWAN_FRR } from "../strongswan-frr/limits";
import { VYOS } from "../vyos/limits";
import { PeerLimits } from "./types";

const LIMITS: Readonly<Record<PeerKindName, PeerLimits>> = {
  generic: GENERIC,
  "strongswan-frr": STRONGSWAN_FRR,
  "libreswan-bird": LIBRESWAN_BIRD,
  "libreswan-gobgp": LIBRESWAN_GOBGP,
  vyos: VYOS,
  "cisco-ios-xe": CISCO_IOS_XE,
  "juniper-srx": JUNIPER_SRX,
  "aws-vpn": AWS_VPN,
  "aws-transit-gateway": AWS_TRANSIT_GATEWAY,
  "azure-vpn": AZURE_VPN,
  "google-ha-vpn": GOOGLE_HA_VPN,
};

export function limitsOf(kind: PeerKindName): PeerLimits {
  return LIMITS[kind];
}
