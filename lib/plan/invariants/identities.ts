import { AnyGatewayIntent, identityOf } from "../../model/gateway";
import { identityKey } from "../../model/identity";
import { Problem, problem } from "../../model/problem";
import { duplicates } from "../overlap";
import { Topology } from "../topology";

/**
 * A gateway finds a peer's key and connection by the peer's identity, so its peers have one each, and none has
 * the gateway's own. Gateways without a common peer may share one.
 */
export function identityProblems(topology: Topology): Problem[] {
  const { gateways, foreignGateways } = topology.intent;
  return [...gateways, ...foreignGateways].flatMap((gateway) => oneGateway(gateway, topology));
}

function oneGateway(gateway: AnyGatewayIntent, topology: Topology): Problem[] {
  const far = topology.peers(gateway.path).map(({ path }) => path);
  const peers = [...new Set(far)]
    .filter((path) => path !== gateway.path)
    .sort()
    .flatMap((path) => topology.gateway(path) ?? []);
  return duplicates([gateway, ...peers], (one) => identityKey(identityOf(one)))
    .filter(([first, second]) => !isReportedElsewhere(first, second, gateway))
    .map(([first, second]) =>
      problem(
        second.path,
        "ikeId",
        identityOf(second),
        first === gateway
          ? `an IKE identity other than that of its peer ${first.path}`
          : `an IKE identity that no other peer of ${gateway.path} has; ${first.path} has it`,
        "give each of the two an `ikeId` of its own",
      ),
    );
}

/** Equal addresses and names are problems of their own, and each of two peers finds the other. */
function isReportedElsewhere(
  first: AnyGatewayIntent,
  second: AnyGatewayIntent,
  gateway: AnyGatewayIntent,
): boolean {
  if (first.ikeId === undefined && second.ikeId === undefined) return true;
  return first === gateway && first.path > second.path;
}
