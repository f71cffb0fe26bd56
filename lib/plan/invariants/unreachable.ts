import { AnyGatewayIntent } from "../../model/gateway";
import { Problem, problem } from "../../model/problem";

/** Without an address its identity alone identifies a gateway. */
export function unreachableProblems(all: readonly AnyGatewayIntent[]): Problem[] {
  const dynamic = all.filter(
    ({ address, dynamicAddress }) => address === undefined && dynamicAddress === true,
  );
  const nameless = dynamic.filter(({ foreign, ikeId }) => foreign && ikeId === undefined);
  return [
    ...all.flatMap(addressProblems),
    ...nameless.map(({ path }) =>
      problem(
        path,
        "ikeId",
        undefined,
        "an IKE identity, since no address identifies the gateway",
        "use the identity that its operator gave it, or its public address",
      ),
    ),
    ...dynamic.flatMap((gateway) => {
      if (gateway.foreign || !gateway.ssh) return [];
      if (gateway.ssh.host !== undefined) return [];
      return [
        problem(
          gateway.path,
          "delivery.host",
          undefined,
          "an address at which SSH reaches the machine, since it has no public one",
          "name it, and a bastion where needed; or deliver by cloud-init",
        ),
      ];
    }),
  ];
}

/** That a gateway has no address is said by name: an unset environment variable says nothing. */
function addressProblems({ path, address, dynamicAddress }: AnyGatewayIntent): Problem[] {
  if (address === undefined && dynamicAddress !== true) {
    return [
      problem(
        path,
        "address",
        undefined,
        "the public address, or dynamicAddress: true for a gateway without a fixed one",
        "set address; if it comes from an environment variable, check that the variable is set",
      ),
    ];
  }
  if (address === undefined || dynamicAddress !== true) return [];
  return [
    problem(
      path,
      "dynamicAddress",
      true,
      "either an address or dynamicAddress",
      "leave dynamicAddress out, since the address is known",
    ),
  ];
}
