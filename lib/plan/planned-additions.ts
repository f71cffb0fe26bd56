import { FrrLinesIntent } from "../model/frr-lines";
import { GatewayIntent } from "../model/gateway";
import { Family } from "../model/ip";
import { Problem, problem } from "../model/problem";
import { Topology } from "./topology";
import { GatewayPlan, NetworkPlan } from "./types";

/** As many as a message names. */
const NAMED = 10;

/** What an app adds finds its daemon, and the peer that it is for. */
export function plannedAdditionProblems(plan: NetworkPlan, topology: Topology): Problem[] {
  return plan.gateways
    .filter(({ additions }) => additions !== undefined)
    .flatMap((gateway) => [...withoutFrr(gateway), ...withoutPeer(gateway, topology)]);
}

function withoutFrr({ path, bgp, additions }: GatewayPlan): Problem[] {
  const [first] = additions?.addFrrLines ?? [];
  if (!first || bgp) return [];
  return [
    problem(
      path,
      "addFrrLines",
      first,
      "a gateway that speaks BGP: no other has FRR",
      "make it a member of a BgpMesh, or of an HaPair; or leave the lines out",
    ),
  ];
}

/** Peers by their paths, and what they are to the gateway. */
interface Peers {
  readonly paths: ReadonlySet<string>;
  readonly wanted: string;
  readonly remedy: string;
}

function withoutPeer(gateway: GatewayPlan, topology: Topology): Problem[] {
  const intent = topology.gateway(gateway.path) as GatewayIntent;
  const { addConnectionSetting = [], addFrrLines = [] } = intent;
  const spoken = gateway.bgp ? addFrrLines : [];
  if (![...addConnectionSetting, ...spoken].some(({ peer }) => peer !== undefined)) return [];
  const [joined, any, of4, of6] = [
    joinedWith(gateway, topology),
    speakersWith(gateway, topology),
    speakersWith(gateway, topology, 4),
    speakersWith(gateway, topology, 6),
  ];
  const bySection: { readonly [S in FrrLinesIntent["section"]]?: Peers } = {
    "neighbor-ipv4": of4,
    "neighbor-ipv6": of6,
  };
  return [
    ...addConnectionSetting.flatMap(({ peer }, at) =>
      missing(gateway, `addConnectionSetting.${at}.peer`, peer, joined),
    ),
    ...spoken.flatMap(({ section, peer }, at) =>
      missing(gateway, `addFrrLines.${at}.peer`, peer, bySection[section] ?? any),
    ),
  ];
}

function joinedWith({ path }: GatewayPlan, topology: Topology): Peers {
  return {
    paths: new Set(topology.peers(path).map((peer) => peer.path)),
    wanted: "a gateway that a VPN joins with this one",
    remedy: "join the two by a VPN",
  };
}

function speakersWith({ path, bgp }: GatewayPlan, topology: Topology, family?: Family): Peers {
  const sessions = (bgp?.sessions ?? []).filter((it) => (family ?? it.family) === it.family);
  const names = new Set(sessions.map(({ peer }) => peer));
  const peers = topology.peers(path).filter(({ name }) => names.has(name));
  return {
    paths: new Set(peers.map((peer) => peer.path)),
    wanted: `a gateway that this one has a BGP session${family ? ` of IPv${family}` : ""} with through a tunnel`,
    remedy: "make both members of a BgpMesh",
  };
}

function missing(
  { path }: GatewayPlan,
  property: string,
  peer: string | undefined,
  { paths, wanted, remedy }: Peers,
): Problem[] {
  if (peer === undefined || paths.has(peer)) return [];
  const expected = `${wanted}: ${listed(paths)}`;
  return [problem(path, property, peer, expected, `name one of these; or ${remedy}`)];
}

function listed(paths: ReadonlySet<string>): string {
  const all = [...paths].sort();
  if (all.length === 0) return "there is none";
  const more = all.length - NAMED;
  return `${all.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
