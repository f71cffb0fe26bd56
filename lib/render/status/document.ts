import { addressOf } from "../../model/ip";
import {
  BgpSession,
  GatewayPlan,
  InsidePlan,
  PairLinkPlan,
  PolicyEnd,
  TunnelEnd,
} from "../../plan/types";

/** What must be so on this gateway: what `vpn-gateway status` compares the machine with. */
export interface Expected {
  readonly gateway: string;
  /** Where the private side has a routing table of its own. */
  readonly vrf?: string;
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
  /** Name of the IKE connection and its CHILD SA. */
  readonly ike?: string;
  /** Addresses of the other end that answer a ping through `interfaces`' last. */
  readonly ping: readonly string[];
  readonly bfd: readonly string[];
  readonly bgp: readonly string[];
}

export interface ExpectedInterface {
  readonly device: string;
  readonly mtu?: number;
  readonly addresses: readonly string[];
}

export function expected(gateway: GatewayPlan): Expected {
  const { name, tunnels, policyVpns = [], inside, pairLink, protectedNetworks } = gateway;
  return {
    gateway: name,
    vrf: gateway.vrf?.device,
    links: [
      ...tunnels.map((tunnel) => tunnelLink(tunnel, gateway)),
      ...policyVpns.map(policyLink),
      ...(pairLink ? [pairLinkOf(pairLink, gateway)] : []),
      ...inside.map(insideLink),
    ],
    sites: (gateway.repair?.remoteSites ?? []).map(({ device }) => device),
    networks: protectedNetworks,
  };
}

function tunnelLink(tunnel: TunnelEnd, gateway: GatewayPlan): ExpectedLink {
  const { peer, foreignPeer, ipsec, gre, device, peerAddresses, forNetworks } = tunnel;
  const below = { device: ipsec.device, mtu: ipsec.mtu, addresses: ipsec.addresses };
  const above = gre && { device: gre.device, mtu: gre.mtu, addresses: gre.addresses };
  const interfaces: ExpectedInterface[] = above ? [below, above] : [below];
  const top = interfaces.pop()!;
  const addresses = [...top.addresses, ...(forNetworks?.addresses ?? [])];
  return {
    kind: "tunnel",
    name: peer,
    interfaces: [...interfaces, { ...top, addresses }],
    ike: peer,
    // Another's gateway need not have the address that we route to, nor answer.
    ping: foreignPeer ? [] : peerAddresses,
    ...sessions(gateway, (one) => one.kind === "tunnel" && one.device === device),
  };
}

/** Its SA comes with a packet and may go with the last: that there is none is no fault. */
function policyLink({ peer, device, mtu }: PolicyEnd): ExpectedLink {
  const interfaces = [{ device, mtu, addresses: [] }];
  return { kind: "policy", name: peer, interfaces, ping: [], bfd: [], bgp: [] };
}

function pairLinkOf(pairLink: PairLinkPlan, gateway: GatewayPlan): ExpectedLink {
  const { partner, device, addresses, partnerAddresses } = pairLink;
  return {
    kind: "pair",
    name: partner,
    interfaces: [{ device, addresses }],
    ping: partnerAddresses,
    ...sessions(gateway, ({ kind }) => kind === "pair"),
  };
}

function insideLink({ device, addresses, mtu }: InsidePlan): ExpectedLink {
  const interfaces = [{ device, mtu, addresses }];
  return { kind: "inside", name: device, interfaces, ping: [], bfd: [], bgp: [] };
}

function sessions({ bgp }: GatewayPlan, ours: (session: BgpSession) => boolean) {
  const all = (bgp?.sessions ?? []).filter(ours);
  return {
    bfd: all.filter(({ bfdProfile }) => bfdProfile !== undefined).map(({ neighbor }) => neighbor),
    bgp: all.map(({ neighbor }) => neighbor),
  };
}

/** A document a line (JSON Lines), so that a new peer changes no line of the others. */
export function printExpected({ gateway, vrf, links, sites, networks }: Expected): string {
  const lines: object[] = [
    { gateway, vrf },
    ...links.map((link) => ({ link: { ...link, interfaces: link.interfaces.map(bare) } })),
    ...sites.map((site) => ({ site })),
    ...networks.map((network) => ({ network })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function bare({ addresses, ...rest }: ExpectedInterface): ExpectedInterface {
  return { ...rest, addresses: addresses.map(addressOf) };
}
