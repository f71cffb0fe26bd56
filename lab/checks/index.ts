import type { Lab } from "../lab";
import type { Progress } from "../progress";
import { namedByTimer, noFalseAlarm } from "./alarms";
import type { Check, Subject } from "./check";
import { claimChecks } from "./claims";
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
import { scanned } from "./scan";
import { secondApply } from "./second-apply";
import { interfaceNamed, pathNamed, wellByItself } from "./status";
import { afterFault, ciphertextOnly } from "./traffic";
import { ikePorts, insideSegments, layers, noRoutesByIke } from "./wire";

const before: Check[] = [
  files,
  secondApply,
  interfaceMtu,
  largestPacket,
  ikePorts,
  noRoutesByIke,
  insideSegments,
  layers,
  scanned,
  wellByItself,
];

/** In this order: the last ones change the network for good. */
const after: Check[] = [
  sessionsOfMesh,
  onePath,
  ...singleFailures,
  afterFault,
  pathNamed,
  interfaceNamed,
  overThePartner,
  moveByMed,
  slowerWithoutBfd,
  ciphertextOnly,
];

/** Runs every check that concerns the network; returns the names of those that failed. */
export function runChecks(lab: Lab, progress: Progress): Promise<string[]> {
  return runEach([...before, ...claimChecks(lab.file.claims), ...after], lab, progress);
}

/** Runs the lab file's own claims alone. */
export async function runClaims(lab: Lab, progress: Progress): Promise<string[]> {
  if (lab.file.claims.length === 0) return [];
  return runEach(claimChecks(lab.file.claims), lab, progress);
}

/** Runs what takes the timers of the gateways minutes to show. */
export function runAlarms(lab: Lab, progress: Progress, seconds: number): Promise<string[]> {
  return runEach([noFalseAlarm(seconds), ...namedByTimer], lab, progress);
}

async function runEach(checks: Check[], lab: Lab, progress: Progress): Promise<string[]> {
  const subject = { lab, plan: await readPlan(lab.stack) };
  const failed: string[] = [];
  for (const check of checks) {
    if (check.concerns && !check.concerns(subject)) continue;
    let wrong = await attempt(check, subject);
    if (wrong.length > 0 && check.observes) {
      progress.say(`looking once more, since this was wrong: ${wrong.join("\n")}`);
      wrong = await attempt(check, subject);
    }
    progress.say(`${wrong.length === 0 ? "ok" : "FAILED"}  ${check.name}`);
    wrong.forEach((line) => progress.say(line));
    if (wrong.length > 0) failed.push(check.name);
  }
  return failed;
}

/** From a healthy network, so that one check's fault is not the next one's. */
async function attempt(check: Check, subject: Subject): Promise<string[]> {
  try {
    if (!check.patient) await subject.lab.settle();
    return await check.run(subject);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
