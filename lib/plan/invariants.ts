import { RawIntents } from "../model/network";
import { Problem } from "../model/problem";
import { additionProblems } from "./invariants/additions";
import { advertisementProblems } from "./invariants/advertisements";
import { authenticationProblems } from "./invariants/authentication";
import { connectionSettingProblems } from "./invariants/connection-settings";
import { divertedProblems } from "./invariants/diverted";
import { drainedProblems } from "./invariants/drained";
import { gatewayProblems } from "./invariants/gateways";
import { identityProblems } from "./invariants/identities";
import { pairSegmentProblems } from "./invariants/pair-segments";
import { isolationProblems } from "./invariants/isolation";
import { insideRouteProblems } from "./invariants/inside-routes";
import { insideRoutingProblems } from "./invariants/inside-routing";
import { memberProblems } from "./invariants/members";
import { meshFamilyProblems } from "./invariants/mesh-families";
import { pairProblems } from "./invariants/pairs";
import { meshProblems } from "./invariants/meshes";
import { preferenceProblems } from "./invariants/preferences";
import { policyProblems } from "./invariants/policies";
import { prefixProblems } from "./invariants/prefixes";
import { picProblems } from "./invariants/pic";
import { routeMapEntryProblems } from "./invariants/route-map-entries";
import { transportProblems } from "./invariants/transport";
import { sharedKeyProblems } from "./invariants/shared-keys";
import { tunnelProblems } from "./invariants/tunnels";
import { underlayDeviceProblems } from "./invariants/underlay-device";
import { vrrpProblems } from "./invariants/vrrp";
import { Topology } from "./topology";

/**
 * What must hold between intents before anything is allocated. An intent that failed its own
 * checks is missing from the topology; what refers to it is skipped, not reported again.
 */
export function invariantProblems(raw: RawIntents, topology: Topology): Problem[] {
  const registered = new Set(
    [...raw.gateways, ...raw.foreignGateways].map((gateway) => gateway.path),
  );
  return [
    ...gatewayProblems(topology),
    ...underlayDeviceProblems(topology),
    ...advertisementProblems(topology),
    ...insideRouteProblems(topology),
    ...isolationProblems(topology),
    ...prefixProblems(topology, gatewaysOfFailedPairs(raw, topology)),
    ...tunnelProblems(topology, registered),
    ...divertedProblems(topology),
    ...transportProblems(topology),
    ...policyProblems(topology, registered),
    ...identityProblems(topology),
    ...authenticationProblems(topology),
    ...sharedKeyProblems(topology),
    ...pairProblems(topology),
    ...pairSegmentProblems(topology),
    ...drainedProblems(topology),
    ...memberProblems(topology),
    ...insideRoutingProblems(topology),
    ...vrrpProblems(topology),
    ...meshProblems(topology),
    ...preferenceProblems(topology),
    ...meshFamilyProblems(topology),
    ...picProblems(topology),
    ...additionProblems(topology),
    ...connectionSettingProblems(topology),
    ...routeMapEntryProblems(topology),
  ];
}

/** Without their pair they look like two sites that claim the same prefixes. */
function gatewaysOfFailedPairs(raw: RawIntents, topology: Topology): Set<string> {
  const sound = new Set(topology.intent.pairs.map(({ path }) => path));
  const failed = raw.pairs.filter(({ path }) => !sound.has(path));
  return new Set(failed.flatMap(({ primary, secondary }) => [String(primary), String(secondary)]));
}
