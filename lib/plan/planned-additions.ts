import { Problem, problem } from "../model/problem";
import { Topology } from "./topology";

/** As many as a message names. */
const NAMED = 10;

/** What an app adds for one peer is for a peer that the gateway has. */
export function plannedAdditionProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap(({ path, addConnectionSetting = [] }) => {
    const named = addConnectionSetting.flatMap(({ peer }, at) =>
      peer === undefined ? [] : [{ peer, property: `addConnectionSetting.${at}.peer` }],
    );
    if (named.length === 0) return [];
    const peers = new Set(topology.peers(path).map((peer) => peer.path));
    return named
      .filter(({ peer }) => !peers.has(peer))
      .map(({ peer, property }) =>
        problem(
          path,
          property,
          peer,
          `a gateway that a VPN joins with this one: ${listed(peers)}`,
          "name one of these; or join the two by a VPN",
        ),
      );
  });
}

function listed(peers: ReadonlySet<string>): string {
  const all = [...peers].sort();
  if (all.length === 0) return "there is none";
  const more = all.length - NAMED;
  return `${all.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
