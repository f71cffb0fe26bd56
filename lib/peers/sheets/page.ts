import { familyOf } from "../../model/ip";
import { PeerLink, PeerPlan, PeerSession, PolicyLink } from "../../plan/peers/types";
import { RESTART_MINUTES } from "../../render/frr/print";
import { childSas } from "../../render/strongswan/document";
import { limitsOf } from "../limits";
import { describeAlgorithms } from "./algorithms";
import { authenticationRows } from "./credentials";
import { Part, Table } from "./markdown";

/** Everything that the operator of the other side needs. */
export function page(peer: PeerPlan, ...more: readonly Part[]): Part[] {
  return [
    { heading: 1, text: `VPN sheet for ${peer.name}` },
    ...(peer.description === undefined ? [] : [{ paragraph: peer.description }]),
    {
      paragraph: `This sheet is for the operator of ${peer.name}, planned as ${limitsOf(peer.kind).title}. "You" is ${peer.name}; "we" are the gateways named below. @{…} marks a value you receive separately. The sheet never contains a pre-shared key.`,
    },
    ...peer.links.flatMap((link) => linkParts(peer, link)),
    ...peer.policyLinks.flatMap((link) => policyParts(peer, link)),
    ...more,
  ];
}

/** Traffic for the tunnels must not leave unencrypted. In a cloud service its user cannot rank such routes. */
export function lastResort({ protectedNetworks }: PeerPlan): Part[] {
  if (protectedNetworks.length === 0) return [];
  return [
    { heading: 2, text: "While no tunnel is up" },
    {
      paragraph: `Discard traffic to ${protectedNetworks.join(", ")} by routes that are less preferred than those into the tunnels. Otherwise it follows your default route, unencrypted.`,
    },
  ];
}

function policyParts(peer: PeerPlan, link: PolicyLink): Part[] {
  const { end, gateway } = link;
  return [
    { heading: 2, text: `Policy-based VPN to ${gateway.name}` },
    {
      paragraph:
        "This VPN has no interface and no addresses, so no routing protocol runs in it. The traffic selectors decide what it carries.",
    },
    ipsecTable(peer, link, [
      ...end.localSelectors.map((prefix) => row("Selector on your side", prefix)),
      ...end.remoteSelectors.map((prefix) => row("Selector on our side", prefix)),
      row("Largest packet in the VPN", end.mtu),
      row("TCP MSS of IPv4, IPv6", `${end.mss4}, ${end.mss6}`),
    ]),
    { heading: 3, text: "Layers" },
    layersTable(link),
  ];
}

function linkParts(peer: PeerPlan, link: PeerLink): Part[] {
  return [
    { heading: 2, text: `Tunnel to ${link.gateway.name}` },
    ipsecTable(peer, link, selectorRows(link)),
    { heading: 3, text: "Inside the tunnel" },
    insideTable(link),
    { heading: 3, text: "Layers" },
    layersTable(link),
    { heading: 3, text: "Routes" },
    ...routes(peer, link),
  ];
}

/** In transport mode GRE is the tunnel. */
function isTransport({ end }: PeerLink | PolicyLink): boolean {
  return "kind" in end.ipsec && end.ipsec.kind === "gre";
}

function selectorRows(link: PeerLink): Row[] {
  if (isTransport(link))
    return [row("Selectors of the CHILD SA", "GRE (IP protocol 47) between the public addresses")];
  return childSas(link.end).map(({ selectors }) =>
    row("Selectors of a CHILD SA, both sides", selectors.join(" and ")),
  );
}

const ANYWHERE = "any; the IKE identity identifies the gateway";

function ipsecTable(
  { address }: PeerPlan,
  link: PeerLink | PolicyLink,
  selectors: readonly Row[],
): Table {
  const { end, udpEncapsulation } = link;
  const { ipsec } = end;
  const mode = isTransport(link) ? "transport mode" : "tunnel mode";
  return settings([
    ["Your public address", address ?? ANYWHERE],
    ["Our public address", ipsec.remoteAddress ?? ANYWHERE],
    ["Your IKE identity", ipsec.localId],
    ["Our IKE identity", ipsec.remoteId],
    ...authenticationRows(link),
    ["IKE", "version 2, UDP 500 and 4500, no MOBIKE"],
    ...ipsec.ikeProposals.map((text) => row("IKE SA", describeAlgorithms(text, "ike"))),
    ["We rekey the IKE SA after", seconds(ipsec.ikeRekeySeconds, "4 h")],
    ["Initiator", end.initiator ? "you" : "we"],
    ["Our dead peer detection interval", `${ipsec.dpdDelaySeconds} s`],
    ["ESP", `${mode}, ${udpEncapsulation ? "in UDP 4500 (RFC 3948)" : "IP protocol 50"}`],
    ...ipsec.espProposals.map((text) => row("CHILD SA", describeAlgorithms(text, "esp"))),
    ["We rekey the CHILD SA after", seconds(ipsec.childRekeySeconds, "1 h")],
    ...selectors,
  ]);
}

function seconds(value: number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : `${value} s`;
}

type Row = [setting: string, value: string | number];

function row(...cells: Row): Row {
  return cells;
}

function settings(rows: readonly (readonly (string | number)[])[]): Table {
  return { columns: ["Setting", "Value"], rows };
}

function insideTable(link: PeerLink): Table {
  const { end } = link;
  const { ipsec, gre } = end;
  const pairs = (what: string, own: readonly string[], far: readonly string[]) => [
    ...own.map((address) => row(`Your ${what}address`, address)),
    ...far.map((address) => row(`Our ${what}address`, address)),
  ];
  return settings([
    ...pairs(gre ? "GRE endpoint: tunnel " : "", ipsec.addresses, ipsec.peerAddresses),
    ["MTU of the tunnel", ipsec.mtu],
    ...(isTransport(link)
      ? [
          row("GRE", "from your public address to ours (RFC 2784)"),
          row("GRE key", ipsec.id ?? "none"),
        ]
      : []),
    ...(gre
      ? [
          row("GRE", `from ${gre.local} to ${gre.remote} (RFC 2784)`),
          row("GRE key", gre.key ?? "none"),
          ...pairs("", gre.addresses, gre.peerAddresses),
          row("MTU of the GRE tunnel", gre.mtu),
        ]
      : []),
    ...end.addresses.map((address) =>
      row(`TCP MSS of IPv${familyOf(address)}`, familyOf(address) === 6 ? end.mss6 : end.mss4),
    ),
  ]);
}

function layersTable({ layers }: PeerLink | PolicyLink): Table {
  return {
    columns: ["Layer, outermost first", "Header bytes", "Largest packet"],
    rows: layers.map(({ protocol, headerBytes, mtu }) => [protocol, headerBytes, mtu]),
  };
}

function routes(peer: PeerPlan, link: PeerLink): Part[] {
  const { routing, staticRoutes, sessions } = link;
  if (routing === "none")
    return [{ paragraph: "No routes are agreed. You choose what you route into the tunnel." }];
  return [
    ...(staticRoutes.length > 0 ? [staticTable(link)] : []),
    ...sessions.map((session) => sessionTable(peer, link, session)),
  ];
}

function staticTable({ staticRoutes, end }: PeerLink): Table {
  const hop = (prefix: string) =>
    end.peerAddresses.find((address) => familyOf(address) === familyOf(prefix)) ?? "the tunnel";
  const rows = staticRoutes.map((prefix) => [prefix, hop(prefix)]);
  return { columns: ["You route into the tunnel", "Our address there"], rows };
}

function sessionTable({ asn }: PeerPlan, { bfd }: PeerLink, session: PeerSession): Table {
  const { timers, announced, announcesDefault, accepted, acceptsDefault } = session;
  const { limit, acceptedLimit } = session;
  return settings([
    ["BGP session", `eBGP over IPv${session.family}, for IPv${session.family} unicast only`],
    ["Your address", session.localAddress],
    ["Our address", session.neighbor],
    ["Your AS", asn!],
    ["Our AS", session.remoteAsn],
    ["Keepalive and hold time", `${timers.keepaliveSeconds} s, ${timers.holdTimeSeconds} s`],
    ...(session.ttlSecurity ? [row("TTL security (RFC 5082)", "255 hops, at both ends")] : []),
    [
      "We announce",
      prefixes(announced, "all routes that you may use except your own networks", announcesDefault),
    ],
    ["We accept", prefixes(accepted, "all routes except our own networks", acceptsDefault)],
    ["Prefixes that we announce at most", limit.prefixes],
    [
      "Prefixes that we accept at most",
      `${acceptedLimit}; more end the session for ${RESTART_MINUTES} minutes`,
    ],
    ["Graceful restart (RFC 4724)", "none: when a session ends, its routes go at once"],
    ...(session.med === undefined ? [] : [row("MED that we send", session.med)]),
    ["BFD", bfd ? bfdText(bfd) : "none"],
  ]);
}

function prefixes(
  list: readonly string[] | undefined,
  otherwise: string,
  withDefault: boolean,
): string {
  if (list === undefined) return `${otherwise}${withDefault ? "" : " and the default route"}`;
  return list.length === 0 ? "nothing" : list.join(", ");
}

function bfdText(bfd: NonNullable<PeerLink["bfd"]>): string {
  return `single-hop (RFC 5881), transmit interval ${bfd.transmitIntervalMs} ms, receive interval ${bfd.receiveIntervalMs} ms, multiplier ${bfd.detectMultiplier}`;
}
