import { addressOf, familyOf } from "../../model/ip";
import { Lookup } from "../../model/lookup";
import {
  BgpSession,
  GatewayPlan,
  InsidePlan,
  OspfSegment,
  PairLinkPlan,
  PolicyEnd,
  TunnelEnd,
} from "../../plan/types";
import { childSas } from "../strongswan/document";

/** What must be so on this gateway: what `vpn-gateway status` compares the machine with. */
export interface Expected {
  readonly gateway: string;
  /** Where the inside has a routing table of its own. */
  readonly vrf?: string;
  /** Where the inside is a network namespace. */
  readonly namespace?: string;
  readonly links: readonly ExpectedLink[];
  /** VRFs that lead to other sites: their own tables say by which tunnel. */
  readonly sites: readonly string[];
  /** Prefixes that are reached through tunnels, if need be through the partner's. */
  readonly networks: readonly string[];
}

/** A tunnel, the device behind a policy-based VPN, the pair link or an inside segment. */
export interface ExpectedLink {
  readonly kind: "tunnel" | "policy" | "pair" | "inside";
  /** The gateway at the other end, or the segment's own device. */
  readonly name: string;
  readonly interfaces: readonly ExpectedInterface[];
  /** Name of the IKE connection. */
  readonly ike?: string;
  /** Names of its CHILD SAs. */
  readonly children?: readonly string[];
  /** Addresses of the other end that answer a ping through `interfaces`' last. */
  readonly ping: readonly string[];
  readonly bfd: readonly string[];
  readonly bgp: readonly string[];
  /** Where the segment has a virtual router: its addresses, which one of the pair must have. */
  readonly vrrp?: readonly string[];
  /** Where the segment speaks OSPF: an inner router must be found somewhere, in each version. */
  readonly ospf?: readonly ExpectedOspf[];
}

export interface ExpectedOspf {
  readonly version: 2 | 3;
  /** Router ids of the site's other gateways on the segment. */
  readonly routers: readonly string[];
}

export interface ExpectedInterface {
  readonly device: string;
  readonly mtu?: number;
  readonly addresses: readonly string[];
}

/** Version 2 speaks for IPv4, version 3 for IPv6. */
const OSPF_VERSIONS = [
  { version: 2, family: 4 },
  { version: 3, family: 6 },
] as const;

export function expected(gateway: GatewayPlan): Expected {
  const { name, tunnels, policyVpns = [], inside, pairLink, protectedNetworks } = gateway;
  const sessions = gateway.bgp?.sessions ?? [];
  const ofTunnels = sessions.filter(({ kind }) => kind === "tunnel");
  const byDevice = new Lookup(ofTunnels, ({ device }) => [device]);
  const ofPair = sessions.filter(({ kind }) => kind === "pair");
  return {
    gateway: name,
    vrf: gateway.vrf?.device,
    namespace: gateway.namespace?.name,
    links: [
      ...tunnels.map((tunnel) => tunnelLink(tunnel, byDevice.find([tunnel.device]))),
      ...policyVpns.map(policyLink),
      ...(pairLink ? [pairLinkOf(pairLink, ofPair)] : []),
      ...inside.map((segment) => insideLink(segment, gateway)),
    ],
    sites: (gateway.pic?.remoteSites ?? []).map(({ device }) => device),
    networks: protectedNetworks,
  };
}

function tunnelLink(tunnel: TunnelEnd, sessions: readonly BgpSession[]): ExpectedLink {
  const { name, foreignPeer, ipsec, gre, peerAddresses, forNetworks } = tunnel;
  const below = { device: ipsec.device, mtu: ipsec.mtu, addresses: ipsec.addresses };
  const above = gre && { device: gre.device, mtu: gre.mtu, addresses: gre.addresses };
  const interfaces: ExpectedInterface[] = above ? [below, above] : [below];
  const top = interfaces.pop()!;
  const addresses = [...top.addresses, ...(forNetworks?.addresses ?? [])];
  return {
    kind: "tunnel",
    name,
    interfaces: [...interfaces, { ...top, addresses }],
    ike: name,
    children: childSas(tunnel).map((sa) => sa.name),
    // Another's gateway need not have the address that we route to, nor answer.
    ping: foreignPeer ? [] : peerAddresses,
    ...spoken(sessions),
  };
}

/** Its SA comes with a packet and may go with the last: that there is none is no fault. */
function policyLink({ name, device, mtu }: PolicyEnd): ExpectedLink {
  const interfaces = [{ device, mtu, addresses: [] }];
  return { kind: "policy", name, interfaces, ping: [], bfd: [], bgp: [] };
}

function pairLinkOf(pairLink: PairLinkPlan, sessions: readonly BgpSession[]): ExpectedLink {
  const { partner, device, addresses, partnerAddresses } = pairLink;
  return {
    kind: "pair",
    name: partner,
    interfaces: [{ device, addresses }],
    ping: partnerAddresses,
    ...spoken(sessions),
  };
}

function insideLink(
  { device, addresses, mtu }: InsidePlan,
  { ospf, vrrp }: GatewayPlan,
): ExpectedLink {
  const interfaces = [{ device, mtu, addresses }];
  const segment = ospf?.segments.find((one) => one.device === device);
  return {
    kind: "inside",
    name: device,
    interfaces,
    ...{ ping: [], bfd: [], bgp: [] },
    vrrp: vrrp?.device === device ? vrrp.virtualAddresses : undefined,
    ospf: segment && ospfVersions(segment),
  };
}

function ospfVersions({ prefixes, neighbors }: OspfSegment): ExpectedOspf[] {
  return OSPF_VERSIONS.filter(({ family }) => prefixes.some((one) => familyOf(one) === family)).map(
    ({ version, family }) => ({
      version,
      routers: neighbors.filter((one) => one.family === family).map(({ routerId }) => routerId),
    }),
  );
}

function spoken(sessions: readonly BgpSession[]) {
  const watched = sessions.filter(({ bfdProfile }) => bfdProfile !== undefined);
  return {
    bfd: watched.map(({ neighbor }) => neighbor),
    bgp: sessions.map(({ neighbor }) => neighbor),
  };
}

/** A document a line (JSON Lines), so that a new peer changes no line of the others. */
export function printExpected(document: Expected): string {
  const { gateway, vrf, namespace, links, sites, networks } = document;
  const lines: object[] = [
    { gateway, vrf, namespace },
    ...links.map((link) => ({ link: { ...link, interfaces: link.interfaces.map(bare) } })),
    ...sites.map((site) => ({ site })),
    ...networks.map((network) => ({ network })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function bare({ addresses, ...rest }: ExpectedInterface): ExpectedInterface {
  return { ...rest, addresses: addresses.map(addressOf) };
}
