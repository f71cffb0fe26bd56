import { runChecks } from "../checks";
import { examples } from "../delivery/stack";
import { describeWire } from "../topology/wire";
import { startLab, subject, withMachine, type Common, type Subject } from "./common";

export interface SmokeCommand extends Common {
  /** all examples that have a lab file, if empty */
  sources: string[];
}

/** Each network in a VM of its own: it comes up, and every check that concerns it holds. */
export async function runSmoke(command: SmokeCommand): Promise<void> {
  const { progress } = command;
  const names = command.sources.length > 0 ? command.sources : await examples();
  const subjects = await Promise.all(names.map((name) => subject(name, command)));
  const failures: string[] = [];
  for (const chosen of subjects) {
    let result = await checkNetwork(chosen, command);
    if (result.failed.length > 0 && result.kernel !== undefined) {
      progress.say(`once more, since the VM's own kernel failed: ${result.kernel}`);
      result = await checkNetwork(chosen, command);
    }
    failures.push(...result.failed.map((name) => `${chosen.source.title}: ${name}`));
  }
  if (failures.length > 0) throw new Error(`smoke failed:\n${failures.join("\n")}`);
  progress.say(`smoke: ${names.join(", ")} passed`);
}

async function checkNetwork(
  chosen: Subject,
  { progress }: Common,
): Promise<{ failed: string[]; kernel?: string }> {
  const result: { failed: string[]; kernel?: string } = { failed: [] };
  await withMachine([chosen], progress, async (machine) => {
    try {
      const lab = await startLab(chosen, machine, progress);
      await lab.converge();
      result.failed.push(...(await runChecks(lab, progress)));
      describeWire(await lab.wire()).forEach(progress.say);
    } catch (error) {
      result.failed.push(error instanceof Error ? error.message : String(error));
      progress.say(`FAILED ${result.failed.at(-1)}`);
    }
    result.kernel = await machine.kernelFailure();
  });
  return result;
}
