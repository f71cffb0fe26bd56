import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** What a third party's gateway prefers is its operator's to configure. */
export function preferenceProblems(topology: Topology): Problem[] {
  const vpns = new Map(topology.intent.vpns.map((vpn) => [vpn.path, vpn]));
  return topology.intent.meshes.flatMap(({ path, tunnelPreferences }) =>
    Object.entries(tunnelPreferences).flatMap(([tunnel, preferences]) =>
      (["left", "right"] as const).flatMap((side) => {
        const end = vpns.get(tunnel)?.[side];
        if (!preferences[side] || !end || !topology.gateway(end)?.foreign) return [];
        return [
          problem(
            path,
            `tunnelPreferences.${tunnel}.${side}`,
            end,
            "the end of a gateway that this app configures",
            "set it for the other end alone, and agree on the rest with the operator of this one",
          ),
        ];
      }),
    ),
  );
}
