import type { Progress } from "../progress";
import type { Check, Subject } from "./check";
import { files } from "./files";
import {
  moveByMed,
  onePath,
  overThePartner,
  sessionsOfMesh,
  singleFailures,
  slowerWithoutBfd,
} from "./high-availability";
import { interfaceMtu, largestPacket } from "./mtu";
import { secondApply } from "./second-apply";
import { ikePorts, insideSegments, layers, noRoutesByIke } from "./wire";

/** In this order: the last ones change the network for good. */
export const checks: Check[] = [
  files,
  secondApply,
  interfaceMtu,
  largestPacket,
  ikePorts,
  noRoutesByIke,
  insideSegments,
  layers,
  sessionsOfMesh,
  onePath,
  ...singleFailures,
  overThePartner,
  moveByMed,
  slowerWithoutBfd,
];

/** Runs every check that concerns the network; returns the names of those that failed. */
export async function runChecks(subject: Subject, progress: Progress): Promise<string[]> {
  const failed: string[] = [];
  for (const check of checks) {
    if (check.concerns && !check.concerns(subject)) continue;
    const wrong = await check.run(subject).catch((error: Error) => [error.message]);
    progress.say(`${wrong.length === 0 ? "ok" : "FAILED"}  ${check.name}`);
    wrong.forEach((line) => progress.say(line));
    if (wrong.length > 0) failed.push(check.name);
  }
  return failed;
}
