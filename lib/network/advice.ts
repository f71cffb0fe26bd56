import { gzipSync } from "zlib";
import { isDefault } from "../model/ip";
import { vpnEnds } from "../plan/ends";
import { GatewayPlan } from "../plan/types";
import { deadEnds, Named } from "./dead-ends";

/** How an app hands a gateway's user data on: not at all, as text, or compressed. */
export type UserDataUse = "unused" | "text" | "gzip";

/** Bytes of user data that a provider takes, before base64. */
const LIMITS: readonly { readonly provider: string; readonly bytes: number }[] = [
  { provider: "AWS", bytes: 16 * 1024 },
  { provider: "Hetzner", bytes: 32 * 1024 },
  { provider: "OpenStack and Azure", bytes: 64 * 1024 },
  { provider: "Google Cloud", bytes: 256 * 1024 },
];

/** What is valid and probably not meant, each with what to do about it. */
export function adviceOn(
  gateway: GatewayPlan,
  named: Named,
  userData?: { readonly use: UserDataUse; readonly text: string },
): string[] {
  return [
    ...unjoined(gateway),
    ...openSsh(gateway),
    ...anyRouter(gateway),
    ...deadEnds(gateway, named),
    ...(userData ? delivered(userData) : []),
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

function delivered({ use, text }: { use: UserDataUse; text: string }): string[] {
  if (use === "unused") {
    return [
      "no resource takes the gateway's user data: pass `userData` to the machine, or set `delivery: Delivery.ssh()`",
    ];
  }
  const bytes = use === "gzip" ? gzipSync(text).length : Buffer.byteLength(text);
  const tooSmall = LIMITS.filter((limit) => bytes > limit.bytes);
  if (tooSmall.length === 0) return [];
  const providers = tooSmall.map((it) => `${it.provider} (${it.bytes / 1024} KiB)`).join(", ");
  const smaller =
    use === "gzip" ? "set `delivery: Delivery.ssh()`" : "pass `userDataGzipBase64` instead";
  return [`the user data has ${bytes} bytes, over the limit of ${providers}: there, ${smaller}`];
}
