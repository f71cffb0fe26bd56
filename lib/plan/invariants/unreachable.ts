import { AnyGatewayIntent } from "../../model/gateway";
import { Problem, problem } from "../../model/problem";

/** Without an address the identity is all that tells who a gateway is. */
export function unreachableProblems(all: readonly AnyGatewayIntent[]): Problem[] {
  const nameless = all.filter(
    ({ foreign, address, ikeId }) => foreign && address === undefined && ikeId === undefined,
  );
  return [
    ...nameless.map(({ path }) =>
      problem(
        path,
        "ikeId",
        undefined,
        "an IKE identity, since no address tells who the gateway is",
        "use the identity that its operator gave it, or its public address",
      ),
    ),
    ...all.flatMap((gateway) => {
      if (gateway.foreign || gateway.address !== undefined || !gateway.ssh) return [];
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
