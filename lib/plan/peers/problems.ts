import { Problem, problem } from "../../model/problem";
import { limitsOf } from "../../peers/limits";
import { PeerLimits } from "../../peers/limits/types";
import { algorithmProblems } from "./algorithms";
import { bgpProblems } from "./bgp-problems";
import { insideProblems } from "./inside-problems";
import { because, rangeText, within } from "./expectation";
import { sheetProblems } from "./sheet-gaps";
import { PeerLink, PeerPlan } from "./types";

/** What the network requires of a peer and its kind cannot do. */
export function peerProblems(peer: PeerPlan): Problem[] {
  const limits = limitsOf(peer.kind);
  return [
    ...sheetProblems(peer, limits),
    ...asnProblems(peer, limits),
    ...ttlProblems(peer, limits),
    ...outerFamilyProblems(peer, limits),
    ...numberProblems(peer, limits),
    ...peer.links.flatMap((link) => [
      ...algorithmProblems(link, limits),
      ...insideProblems(link, limits),
      ...bgpProblems(link, limits),
      ...idProblems(peer, link, limits),
      ...lifetimeProblems(link, limits),
      ...staticProblems(link, limits),
    ]),
  ];
}

function asnProblems({ path, asn, links }: PeerPlan, limits: PeerLimits): Problem[] {
  const { ownAsns, refusedAsns = [] } = limits;
  const found: Problem[] = [];
  if (asn !== undefined && ownAsns && !within(asn, ownAsns)) {
    const expected = `an AS number of ${ownAsns.map(rangeText).join(" or ")}`;
    found.push(
      problem(path, "asn", asn, because(limits, expected), "give it a private one (RFC 6996)"),
    );
  }
  for (const { gateway, sessions } of links) {
    const ours = sessions[0]?.remoteAsn;
    if (ours === undefined || !within(ours, refusedAsns)) continue;
    const list = refusedAsns.map(rangeText).join(", ");
    const expected = because(limits, `an AS number other than ${list}`);
    found.push(problem(gateway.path, "asn", ours, expected, "give our site another AS number"));
  }
  return found;
}

function ttlProblems({ path, ttlSecurity, links }: PeerPlan, limits: PeerLimits): Problem[] {
  if (!ttlSecurity) return [];
  const wrong = (expected: string, remedy = "leave ttlSecurity out") => [
    problem(path, "ttlSecurity", ttlSecurity, expected, remedy),
  ];
  if (limits.noTtlSecurity === true) return wrong(because(limits, "no TTL security"));
  if (!links.some(({ sessions }) => sessions.length > 0))
    return wrong("a gateway that speaks BGP: one with an asn, in a BgpMesh");
  if (limits.noTtlSecurity === undefined || !links.some(({ bfd }) => bfd)) return [];
  return wrong(
    because(limits, "TTL security without BFD, which would expect the neighbor several hops away"),
    "leave ttlSecurity out, or give the peer a mesh of its own without bfd",
  );
}

function outerFamilyProblems({ path, family, links }: PeerPlan, limits: PeerLimits): Problem[] {
  const { outerFamilies } = limits;
  if (!outerFamilies || outerFamilies.includes(family) || links.length === 0) return [];
  const expected = because(limits, `IPv${outerFamilies.join(" or IPv")} outside the tunnel`);
  const remedy = "give both ends such public addresses";
  return [problem(path, "addressFamily", family, expected, remedy)];
}

/** GRE over a tunnel interface of IOS XE has the number after it. */
function numberProblems({ links }: PeerPlan, limits: PeerLimits): Problem[] {
  const { interfaceNumbers } = limits;
  if (interfaceNumbers === undefined) return [];
  const taken = new Map<number, string>();
  return links.flatMap(({ end }) => {
    const { id } = end.ipsec;
    if (id === undefined) return [];
    const numbers = (end.gre ? [id, id + 1] : [id]).map((number) => number % interfaceNumbers);
    const other = numbers.map((number) => taken.get(number)).find(Boolean);
    numbers.forEach((number) => taken.set(number, end.path));
    if (other === undefined) return [];
    const expected = because(limits, `another interface number than that of ${other}`);
    return [problem(end.path, "ifId", id, expected, "pin another with pins.ifId")];
  });
}

function idProblems(
  { path, address }: PeerPlan,
  { end, gateway }: PeerLink,
  limits: PeerLimits,
): Problem[] {
  const { localId, remoteId, remoteAddress } = end.ipsec;
  if (!limits.addressIds) return [];
  const ends = [
    { path, id: localId, address },
    { path: gateway.path, id: remoteId, address: remoteAddress },
  ];
  const expected = because(limits, "the public address as the IKE identity");
  return ends
    .filter((one) => one.address !== undefined && one.id !== one.address)
    .map((one) => problem(one.path, "ikeId", one.id, expected, "leave ikeId out"));
}

function lifetimeProblems({ end }: PeerLink, limits: PeerLimits): Problem[] {
  return (["ikeRekeySeconds", "childRekeySeconds"] as const).flatMap((property) => {
    const range = limits[property];
    const value = end.ipsec[property];
    if (!range || value === undefined || within(value, [range])) return [];
    const expected = because(limits, `${rangeText(range)} seconds`);
    return [problem(end.path, property, value, expected, "give a value in this range")];
  });
}

function staticProblems(link: PeerLink, limits: PeerLimits): Problem[] {
  const { end, gateway, mesh, routing, sessions } = link;
  if (limits.noLearnedRoutes && sessions.some(({ announced }) => !announced)) {
    const expected = because(limits, "a neighbor that announces only its own networks");
    const remedy = "join it to a gateway that is not a hub, or use PeerKind.LIBRESWAN_BIRD";
    return [problem(mesh ?? end.path, "topology", gateway.path, expected, remedy)];
  }
  if (!limits.noStaticRoutes || routing !== "static") return [];
  const remedy = "make it a member of a BgpMesh";
  return [problem(end.path, "routes", routing, because(limits, "routes by BGP"), remedy)];
}
