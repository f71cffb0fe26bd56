import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { FaultKind } from "../topology/schema";
import type { Measurement } from "./run";
import type { Promised } from "./predictions";

/** What has been measured of one network; one measurement after the other is added to its file. */
export interface Results {
  /** the example or folder, as on the command line */
  source: string;
  /** Debian releases of the gateways */
  releases: string[];
  promised: Promised;
  series: Series[];
}

/** All runs of one fault. */
export interface Series extends Measurement {
  fault: FaultKind;
  bfd: boolean;
  /** of each block that a host announces, how many prefixes; what the lab file says where there is nothing */
  announced?: number;
}

/** What all runs of a series have in common. */
export type Condition = Pick<Series, "fault" | "bfd" | "announced">;

/** The series of a fault, made if there is none. */
export function seriesOf(results: Results, { fault, bfd, announced }: Condition): Series {
  const found = results.series.find(
    (one) => one.fault === fault && one.bfd === bfd && one.announced === announced,
  );
  if (found) return found;
  const made: Series = { fault, bfd, announced, runs: [], discarded: [] };
  results.series.push(made);
  return made;
}

/** What a file holds already of this network, beside what is predicted today; or `empty`. */
export async function resume(path: string, empty: Results): Promise<Results> {
  if (!existsSync(path)) return empty;
  const found = await readResults(path);
  if (
    found.promised.plan !== empty.promised.plan ||
    String(found.releases) !== String(empty.releases)
  )
    throw new Error(`${path} holds results of another network, or of another plan of it`);
  return { ...found, promised: empty.promised };
}

export async function readResults(path: string): Promise<Results> {
  const results = JSON.parse(await readFile(path, "utf8")) as Partial<Results>;
  if (!Array.isArray(results.series) || !results.promised)
    throw new Error(`${path} is not a file that "measure --json" has written`);
  return results as Results;
}

export async function writeResults(path: string, results: Results): Promise<void> {
  await writeFile(path, JSON.stringify(results, null, 1) + "\n");
}
