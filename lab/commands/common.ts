import { Lab } from "../lab";
import { findSource, type Source } from "../delivery/stack";
import type { Release } from "../image/recipe";
import { Machine } from "../machine";
import type { Progress } from "../progress";
import { readLabFile, treesOf, type LabFile } from "../topology/schema";
import { describeWire, type Wire } from "../topology/wire";

export interface Common {
  progress: Progress;
  labFile?: string;
  release?: Release;
}

/** An example or folder, and the lab file that goes with it. */
export interface Subject {
  source: Source;
  file: LabFile;
}

export async function subject(name: string, { labFile, release }: Common): Promise<Subject> {
  const source = await findSource(name, labFile);
  const file = await readLabFile(source.labFile);
  if (release) for (const gateway of Object.values(file.gateways)) gateway.release = release;
  return { source, file };
}

/** Runs `work` with a VM for these subjects, and ends the VM whatever happens. */
export async function withMachine(
  subjects: Subject[],
  progress: Progress,
  work: (machine: Machine) => Promise<void>,
): Promise<void> {
  const trees = subjects.flatMap(({ file }) => treesOf(file));
  const machine = await Machine.start({ trees, progress });
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}

/** Has a network built and delivered; synthesis goes on while the VM boots. */
export async function startLab(
  { source, file }: Subject,
  machine: Machine,
  progress: Progress,
): Promise<Lab> {
  const stack = progress.step(`synthesize ${source.title}`, () => source.stack(machine.folder));
  return Lab.start({ stack, labFile: file, machine, progress });
}

export function assertNoClearText({ clear }: Wire): void {
  if (clear.length > 0) throw new Error(describeWire({ encrypted: [], clear }).slice(1).join("\n"));
}
