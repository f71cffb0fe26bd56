import { runChecks } from "../checks";
import { examples } from "../delivery/stack";
import { describeWire } from "../topology/wire";
import { startLab, subject, withMachine, type Common } from "./common";

export interface SmokeCommand extends Common {
  /** all examples that have a lab file, if empty */
  sources: string[];
}

/** Each network once, one after another in one VM: it comes up, and every check that concerns it holds. */
export async function runSmoke(command: SmokeCommand): Promise<void> {
  const { progress } = command;
  const names = command.sources.length > 0 ? command.sources : await examples();
  const subjects = await Promise.all(names.map((name) => subject(name, command)));
  const failures: string[] = [];
  await withMachine(subjects, progress, async (machine) => {
    for (const chosen of subjects) {
      const { title } = chosen.source;
      try {
        const lab = await startLab(chosen, machine, progress);
        await lab.converge();
        const failed = await runChecks(lab, progress);
        failures.push(...failed.map((name) => `${title}: ${name}`));
        describeWire(await lab.wire()).forEach(progress.say);
      } catch (error) {
        failures.push(`${title}: ${error instanceof Error ? error.message : error}`);
        progress.say(`FAILED ${failures.at(-1)}`);
      }
      await machine.clear(progress);
    }
  });
  if (failures.length > 0) throw new Error(`smoke failed:\n${failures.join("\n")}`);
  progress.say(`smoke: ${names.join(", ")} passed`);
}
