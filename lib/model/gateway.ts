import { z } from "zod";
import { additions } from "./additions";
import { advertisementIntent } from "./advertisement";
import { announcedPrefixes } from "./announced";
import { publicKey } from "./certificate";
import { insideRoutingIntent } from "./inside-routing";
import { ikeId } from "./identity";
import { cidr, contains, ip } from "./ip";
import { payloadSourceIntent } from "./payload-source";
import { PEER_KINDS } from "./peer";
import { PLATFORMS } from "./platform";
import { insideRoutes, ISOLATIONS, localBreakout } from "./inside";
import { isTokenLike, rule } from "./rule";
import {
  asn,
  constructPath,
  description,
  deviceName,
  endpointAddress,
  hostAddress,
  interfaceAddress,
  prefix,
  routedPrefix,
  UINT32_MAX,
  unicastAddress,
  wholeNumber,
} from "./values";
import { wordsOf } from "./word";
import { ProvisioningResource } from "./words/provisioning-resource";

const mtu = wholeNumber(1280, 9216, "bytes", "1500 is Ethernet's; IPv6 needs at least 1280");

const plainInside = z.strictObject({
  kind: z.literal("interface"),
  device: deviceName,
  addresses: z.array(interfaceAddress).min(1),
  mtu: mtu.optional(),
  routerAdvertisements: advertisementIntent.optional(),
  routes: insideRoutes,
});

const MULTICAST = [cidr("224.0.0.0/4"), cidr("ff00::/8")];

const multicastGroup = rule(
  hostAddress,
  (text) => MULTICAST.some((net) => contains(net, ip(text))),
  "a multicast address",
  "239.0.0.0/8 is for private use (RFC 2365); or list the peers instead",
);

const vxlanInside = z.strictObject({
  kind: z.literal("vxlan"),
  device: deviceName,
  vni: wholeNumber(1, 2 ** 24 - 1, "VXLAN network identifiers", "RFC 7348 has 24 bits for it"),
  underlay: deviceName,
  underlayAddresses: z.array(interfaceAddress).optional(),
  underlayMtu: mtu.optional(),
  group: multicastGroup.optional(),
  peers: z.array(unicastAddress).min(1).optional(),
  port: wholeNumber(1, 65535, "UDP ports", "4789 is VXLAN's own (RFC 7348)").optional(),
  addresses: z.array(interfaceAddress).min(1),
  routerAdvertisements: advertisementIntent.optional(),
  routes: insideRoutes,
});

export const insideIntent = z.discriminatedUnion("kind", [plainInside, vxlanInside]);
export type InsideIntent = z.infer<typeof insideIntent>;

const hostKey = rule(
  z.string(),
  (text) => isTokenLike(text) || /^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,3}( .*)?$/.test(text),
  "a public host key as known_hosts has it: type and base64",
  "ssh-keyscan shows it; without one, any machine on the path could take the payload",
);

const login = rule(
  z.string(),
  (text) => isTokenLike(text) || /^[^\s]+$/.test(text),
  "a word without white space",
  "give a name or an address, or leave it out",
);

const sshPort = z
  .number()
  .refine((port) => isTokenLike(port) || (Number.isInteger(port) && port > 0 && port < 65536), {
    error: "a TCP port from 1 to 65535",
    params: { remedy: "22 is SSH's own; or leave it out" },
  });

/** How to log in; none of it is planned with, so all of it may be known to Terraform only. */
const sshIntent = z.strictObject({
  hostKey,
  user: login.optional(),
  host: login.optional(),
  port: sshPort.optional(),
  privateKeyPath: z.string().min(1).optional(),
  resource: z.enum(wordsOf(ProvisioningResource)).optional(),
  confirmWithinSeconds: wholeNumber(
    60,
    3600,
    "seconds",
    "the default of 600 leaves a gateway of a pair time to serve again",
  ).optional(),
  bastion: z
    .strictObject({
      host: login,
      hostKey,
      port: sshPort.optional(),
      user: login.optional(),
      privateKeyPath: z.string().min(1).optional(),
    })
    .optional(),
});

const gatewayName = rule(
  z.string(),
  (text) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) && text.length <= 63 && text !== "include",
  "a name of lower-case letters, digits and '-', as hosts have (RFC 1123), of at most 63 characters",
  "give the gateway a name of its own with `name`",
);

export const gatewayIntent = z.strictObject({
  path: constructPath,
  name: gatewayName,
  foreign: z.literal(false),
  platform: z.enum(PLATFORMS).default("debian-12"),
  description: description.optional(),
  address: endpointAddress.optional(),
  dynamicAddress: z.boolean().optional(),
  addressFamily: z.union([z.literal(4), z.literal(6)]),
  localAddress: endpointAddress.optional(),
  underlayDevice: deviceName.optional(),
  underlayMtu: mtu.optional(),
  inside: z.array(insideIntent).min(1),
  isolation: z.enum(ISOLATIONS).optional(),
  localBreakout: localBreakout.optional(),
  networks: z.array(routedPrefix).optional(),
  ...announcedPrefixes,
  insideRouting: insideRoutingIntent.optional(),
  drained: z.boolean().optional(),
  asn: asn.optional(),
  routerId: rule(
    hostAddress,
    (text) => ip(text).family === 4 && text !== "0.0.0.0",
    "a router id in the form of an IPv4 address",
    "any unique value serves (RFC 6286)",
  ).optional(),
  ikeId: ikeId.optional(),
  publicKey: publicKey.optional(),
  managementFrom: rule(
    z.array(prefix),
    (prefixes) => prefixes.length > 0,
    "at least one prefix that may log in",
    "name the prefixes of those who look after the machine, or leave it out for any",
  ).optional(),
  managementPort: wholeNumber(1, 65535, "TCP ports", "22 is SSH's own").optional(),
  ssh: sshIntent.optional(),
  cloudInit: z
    .strictObject({
      userDataLimit: wholeNumber(
        1,
        UINT32_MAX,
        "bytes",
        "EC2 takes 16384, Hetzner 32768, OpenStack and Azure 65535, Google Cloud 262144",
      ).optional(),
    })
    .optional(),
  payloadSource: payloadSourceIntent.optional(),
  ...additions,
});
export type GatewayIntent = z.infer<typeof gatewayIntent>;

export const foreignGatewayIntent = z.strictObject({
  path: constructPath,
  name: gatewayName,
  foreign: z.literal(true),
  kind: z.enum(PEER_KINDS),
  description: description.optional(),
  address: endpointAddress.optional(),
  dynamicAddress: z.boolean().optional(),
  addressFamily: z.union([z.literal(4), z.literal(6)]),
  behindNat: z.boolean().optional(),
  networks: z.array(routedPrefix).optional(),
  ...announcedPrefixes,
  asn: asn.optional(),
  ttlSecurity: z.boolean().optional(),
  ikeId: ikeId.optional(),
  publicKey: publicKey.optional(),
});
export type ForeignGatewayIntent = z.infer<typeof foreignGatewayIntent>;

export type AnyGatewayIntent = GatewayIntent | ForeignGatewayIntent;

/** Who a gateway is to its peers (RFC 7296, 3.5). */
export function identityOf({ ikeId, address, name }: AnyGatewayIntent): string {
  return ikeId ?? address ?? name;
}
