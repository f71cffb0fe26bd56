import type { Lab } from "../lab";
import type { Progress } from "../progress";
import { afterFault, ciphertextOnly } from "./traffic";
import type { Check } from "./check";
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
import { readPlan } from "./plan";
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
  afterFault,
  overThePartner,
  moveByMed,
  slowerWithoutBfd,
  ciphertextOnly,
];

/** Runs every check that concerns the network; returns the names of those that failed. */
export async function runChecks(lab: Lab, progress: Progress): Promise<string[]> {
  const subject = { lab, plan: await readPlan(lab.stack) };
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
