import { EVERYTHING, isDefault } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { PeerLimits, SheetGap } from "../../peers/limits/types";
import { PeerLink, PeerPlan, PolicyLink } from "./types";

/** Where a network has what a sheet cannot express, and what it could. */
interface Place {
  readonly path: string;
  readonly property: string;
  readonly value: unknown;
  readonly expected: string;
}

const PLACES: Readonly<Record<SheetGap, (peer: PeerPlan) => readonly Place[]>> = {
  "peer without address": ({ path, address }) =>
    address === undefined
      ? [{ path, property: "address", value: address, expected: "a public address" }]
      : [],
  "gateway without address": (peer) =>
    allLinks(peer)
      .filter(({ end }) => end.ipsec.remoteAddress === undefined)
      .map(({ gateway }) => ({
        path: gateway.path,
        property: "address",
        value: undefined,
        expected: "a public address",
      })),
  "public keys": (peer) =>
    allLinks(peer)
      .filter(({ end }) => end.ipsec.secret === undefined)
      .map(({ end }) => ({
        path: end.path,
        property: "authentication",
        value: end.ipsec.certificate ? "certificate" : "publicKey",
        expected: "a pre-shared key",
      })),
  policies: ({ path, policyLinks }) =>
    policyLinks.map(({ end }) => ({
      path: end.path,
      property: end.side,
      value: path,
      expected: "a RouteBasedVpn",
    })),
  "transport mode": ({ links }) =>
    links
      .filter(({ end }) => end.ipsec.kind === "gre")
      .map(({ end }) => ({
        path: end.path,
        property: "interfaceType",
        value: end.ipsec.kind,
        expected: "a tunnel-mode SA, with GreOverVti where GRE is wanted",
      })),
  "default route": ({ links }) =>
    links.flatMap((link) =>
      defaultsInto(link).map((prefix) => ({
        path: link.mesh ?? link.end.path,
        property: link.mesh === undefined ? "routes" : "networks",
        value: prefix,
        expected: "prefixes that leave its machine a way to our public address",
      })),
    ),
  "other identities": (peer) =>
    allLinks(peer).flatMap(({ end: { ipsec }, gateway }) =>
      [
        { path: peer.path, id: ipsec.localId },
        { path: gateway.path, id: ipsec.remoteId },
      ]
        .filter(({ id }) => id.includes("="))
        .map(({ path, id }) => ({
          path,
          property: "ikeId",
          value: id,
          expected: "an address, a host name or user@host",
        })),
    ),
};

/** What the network has and the sheet of the peer's kind cannot express. */
export function sheetProblems(peer: PeerPlan, { title, sheetLacks = [] }: PeerLimits): Problem[] {
  return sheetLacks.flatMap((gap) =>
    PLACES[gap](peer).map(({ path, property, value, expected }) =>
      problem(
        path,
        property,
        value,
        `${expected}: the sheet for ${title} cannot express anything else`,
        `give that, or make ${peer.path} of PeerKind.GENERIC, whose page expresses all of it`,
      ),
    ),
  );
}

function allLinks({ links, policyLinks }: PeerPlan): (PeerLink | PolicyLink)[] {
  return [...links, ...policyLinks];
}

/** Default routes that the peer is to send into this tunnel. */
function defaultsInto({ staticRoutes, sessions }: PeerLink): string[] {
  const learned = sessions.flatMap(({ announced, announcesDefault, family }) => {
    if (announced) return announced;
    return announcesDefault ? [EVERYTHING[family]] : [];
  });
  return [...new Set([...staticRoutes, ...learned])].filter(isDefault);
}
