import { isDefault } from "../model/ip";
import { vpnEnds } from "../plan/ends";
import { GatewayPlan } from "../plan/types";
import { deadEnds, Named } from "./dead-ends";
import { sizeAdvice, UserData } from "./user-data-size";

/** What is valid and probably not meant, each with what to do about it. */
export function adviceOn(gateway: GatewayPlan, named: Named, userData?: UserData): string[] {
  return [
    ...unjoined(gateway),
    ...openSsh(gateway),
    ...anyRouter(gateway),
    ...deadEnds(gateway, named),
    ...(userData ? sizeAdvice(gateway, userData) : []),
  ];
}

function unjoined(gateway: GatewayPlan): string[] {
  return vpnEnds(gateway).length > 0
    ? []
    : [
        "the gateway is in no VPN: make a RouteBasedVpn or PolicyBasedVpn with it, or add it to a BgpMesh",
      ];
}

function openSsh({ managementFrom, managementPort }: GatewayPlan): string[] {
  return managementFrom.some(isDefault)
    ? [
        `SSH (TCP ${managementPort}) is open to every address: set managementFrom to the prefixes of your operators`,
      ]
    : [];
}

function anyRouter({ ospf }: GatewayPlan): string[] {
  return ospf && !ospf.key
    ? [
        "any host of the inside segments may speak OSPF and draw the site's traffic: give InsideRouting.ospf() a secret that its routers have",
      ]
    : [];
}
