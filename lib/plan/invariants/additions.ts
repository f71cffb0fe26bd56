import { GatewayIntent } from "../../model/gateway";
import { Problem, problem } from "../../model/problem";
import { Topology } from "../topology";

/** What an app adds to a gateway fits together. */
export function additionProblems(topology: Topology): Problem[] {
  return topology.intent.gateways.flatMap((gateway) => [
    ...repeated(gateway, "addFile", "path", gateway.addFile ?? []),
    ...repeated(gateway, "addUnit", "name", gateway.addUnit ?? []),
    ...repeated(gateway, "addKernelSetting", "key", gateway.addKernelSetting ?? []),
    ...repeated(gateway, "addCharonSetting", "key", gateway.addCharonSetting ?? []),
    ...unitFiles(gateway),
    ...restarts(gateway),
  ]);
}

function repeated<K extends string>(
  { path }: GatewayIntent,
  method: string,
  key: K,
  list: readonly { readonly [P in K]: string }[],
): Problem[] {
  const first = new Map<string, number>();
  return list.flatMap((one, at) => {
    const known = first.get(one[key]);
    if (known === undefined) first.set(one[key], at);
    if (known === undefined) return [];
    const expected = `one that no other call has; ${method}.${known} has it too`;
    return [problem(path, `${method}.${at}.${key}`, one[key], expected, "leave one of them out")];
  });
}

function unitFiles({ path, addFile = [], addUnit = [] }: GatewayIntent): Problem[] {
  const units = new Set(addUnit.map(({ name }) => `/etc/systemd/system/${name}`));
  return addFile.flatMap((file, at) =>
    units.has(file.path)
      ? [
          problem(
            path,
            `addFile.${at}.path`,
            file.path,
            "a file that is none of a unit",
            "leave it out: addUnit writes it",
          ),
        ]
      : [],
  );
}

function restarts({ path, addFile = [], addUnit = [] }: GatewayIntent): Problem[] {
  const files = new Set(addFile.map((file) => file.path));
  return addUnit.flatMap(({ restartedBy = [] }, unit) =>
    restartedBy.flatMap((file, at) =>
      files.has(file)
        ? []
        : [
            problem(
              path,
              `addUnit.${unit}.restartedBy.${at}`,
              file,
              "the path of a file that addFile adds to this gateway",
              "add the file, or leave it out",
            ),
          ],
    ),
  );
}
