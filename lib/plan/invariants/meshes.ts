import { Problem, problem } from "../../model/problem";
import { MeshIntent } from "../../model/routing";
import { duplicates } from "../overlap";
import { Site, Topology } from "../topology";

export function meshProblems(topology: Topology): Problem[] {
  const profiles = duplicates(topology.intent.bfdProfiles, (profile) => profile.name);
  return [
    ...topology.intent.meshes.flatMap((mesh) => oneMesh(mesh, topology)),
    ...profiles.map(([first, second]) =>
      problem(
        second.path,
        "id",
        second.name,
        `a profile name that no other BfdProfile has; ${first.path} has it`,
        "give one of the two another construct id, or share one profile",
      ),
    ),
  ];
}

function oneMesh(mesh: MeshIntent, topology: Topology): Problem[] {
  const members = mesh.members.flatMap((path) => topology.member(path) ?? []);
  const found = [...memberProblems(mesh, members), ...timerProblems(mesh)];
  if (mesh.members.length < 2) {
    found.push(
      problem(
        mesh.path,
        "members",
        mesh.members,
        "at least two members",
        "add a Gateway or an HaPair",
      ),
    );
  }
  for (const hub of mesh.hubs ?? []) {
    if (mesh.members.includes(hub)) continue;
    found.push(
      problem(mesh.path, "topology", hub, "hubs that are members", "add the hub to `members`"),
    );
  }
  return found;
}

function memberProblems(mesh: MeshIntent, members: readonly Site[]): Problem[] {
  const numbered = members.filter((site) => site.asn !== undefined);
  return [
    ...duplicates(mesh.members, (path) => path).map(([path]) =>
      problem(mesh.path, "members", path, "each member once", "list it once"),
    ),
    ...members
      .filter((site) => site.asn === undefined)
      .map((site) =>
        problem(
          site.path,
          "asn",
          undefined,
          `an AS number, as a member of ${mesh.path}`,
          "set asn; 64512 to 65534 are for private use (RFC 6996)",
        ),
      ),
    ...duplicates(numbered, (site) => String(site.asn))
      .filter(([first, second]) => first.path !== second.path)
      .map(([first, second]) =>
        problem(
          second.path,
          "asn",
          second.asn,
          `an AS number that no other member has; ${first.path} has it`,
          "eBGP drops routes with its own number in the path (RFC 4271, 9.1.2): number each site",
        ),
      ),
  ];
}

function timerProblems(mesh: MeshIntent): Problem[] {
  if (mesh.holdTimeSeconds >= 3 * mesh.keepaliveSeconds) return [];
  return [
    problem(
      mesh.path,
      "holdTimeSeconds",
      mesh.holdTimeSeconds,
      `at least three times keepaliveSeconds (${mesh.keepaliveSeconds} s), RFC 4271, 10`,
      `set it to ${3 * mesh.keepaliveSeconds} or more, or shorten keepaliveSeconds`,
    ),
  ];
}
