import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** What a third party's gateway prefers is its operator's to configure. */
export function preferenceProblems(topology: Topology): Problem[] {
  return topology.intent.vpns.flatMap((vpn) => {
    const mesh = topology.mesh(vpn.mesh);
    const preferences = mesh?.tunnelPreferences[vpn.path] ?? {};
    return (["left", "right"] as const).flatMap((side) => {
      if (!preferences[side] || !topology.gateway(vpn[side])?.foreign) return [];
      return problem(
        mesh!.path,
        `tunnelPreferences.${vpn.path}.${side}`,
        vpn[side],
        "the end of a gateway that this app configures",
        "set it for the other end alone, and agree on the rest with the operator of this one",
      );
    });
  });
}
