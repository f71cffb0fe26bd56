import { directionOf } from "../../model/frr-lines";
import { GatewayIntent } from "../../model/gateway";
import { Problem, problem } from "../../model/problem";
import { routeMapEntries } from "../../model/route-map-entries";
import { Topology } from "../topology";

/** Entries of several calls for one session make one route-map: each number is there once. */
export function routeMapEntryProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap(repeated);
}

const EACH = "";

function repeated({ path, addFrrLines = [] }: GatewayIntent): Problem[] {
  /** First calls with a number, by the peer that they are for. */
  const first = new Map<string, Map<string, number>>();
  return addFrrLines.flatMap(({ peer = EACH, ...one }, call) => {
    const direction = directionOf(one);
    if (!direction) return [];
    return routeMapEntries(one.lines).flatMap(({ sequence, at }) => {
      const key = `${direction} ${sequence}`;
      const calls = first.get(key) ?? new Map<string, number>();
      first.set(key, calls);
      const known = calls.get(peer) ?? (peer === EACH ? [...calls.values()][0] : calls.get(EACH));
      if (known === undefined) calls.set(peer, call);
      if (known === undefined) return [];
      return [
        problem(
          path,
          `addFrrLines.${call}.lines.${at}`,
          one.lines[at],
          `a number that no other entry for the same session has; addFrrLines.${known} has it too`,
          "number one of the two otherwise",
        ),
      ];
    });
  });
}
