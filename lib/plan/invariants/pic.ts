import { isDefault } from "../../model/ip";
import { Problem, problem } from "../../model/problem";
import { MeshIntent } from "../../model/routing";
import { isIsolated } from "../isolation";
import { Site, Topology } from "../topology";

const WITHOUT = "leave prefixIndependentConvergence out";

/** What prefix-independent convergence requires of a mesh and its members. */
export function picProblems(topology: Topology): Problem[] {
  return topology.intent.meshes
    .filter(({ prefixIndependentConvergence }) => prefixIndependentConvergence)
    .flatMap((mesh) => [
      ...watchProblems(mesh),
      ...mesh.members
        .flatMap((path) => topology.member(path) ?? [])
        .flatMap((site) => memberProblems(site, mesh)),
    ]);
}

function watchProblems({ path, bfd }: MeshIntent): Problem[] {
  if (bfd !== undefined) return [];
  return [
    problem(
      path,
      "bfd",
      bfd,
      "a BfdProfile: without one, the session that shall notice a failure first ends with the others",
      `give the mesh a BfdProfile, or ${WITHOUT}`,
    ),
  ];
}

function memberProblems(site: Site, mesh: MeshIntent): Problem[] {
  const refuse = (property: string, value: unknown, expectation: string, remedy: string) =>
    problem(
      site.path,
      property,
      value,
      `${expectation}, as a member of ${mesh.path} with prefixIndependentConvergence`,
      `${remedy}, or ${WITHOUT}`,
    );
  const { pair, gateways, networks } = site;
  const foreign = gateways.filter((gateway) => gateway.foreign);
  const isolated = gateways.flatMap((gateway) =>
    !gateway.foreign && isIsolated(gateway) ? [gateway] : [],
  );
  return [
    ...foreign.map(() =>
      refuse(
        "members",
        site.path,
        "a gateway that this app configures, since both ends of a tunnel have two sessions",
        "join it by a mesh of its own",
      ),
    ),
    ...isolated.map(({ path, isolation }) =>
      refuse(
        "isolation",
        isolation,
        `${path} without an inside of its own, since its ways to other sites are VRFs`,
        "drop isolation",
      ),
    ),
    ...networks
      .filter(isDefault)
      .map((network) =>
        refuse(
          "networks",
          network,
          "networks without a default route, since a partner is no last resort for that",
          "name the networks",
        ),
      ),
    ...(pair?.pairLink.kind === "inside"
      ? [
          refuse(
            "pairLink",
            "inside",
            "a pair link of its own, over which a gateway sends what only its partner has",
            "give the pair PairLink.onInterface()",
          ),
        ]
      : []),
    ...(pair?.mode === "active-active"
      ? [
          refuse(
            "mode",
            pair.mode,
            "a pair that ranks its gateways: behind a VRF, equal paths are chosen by addresses alone",
            "use HaMode.ACTIVE_STANDBY",
          ),
        ]
      : []),
  ];
}
