import { describe } from "../measure";
import { examples } from "../delivery/stack";
import {
  assertNoClearText,
  startLab,
  describeWire,
  subject,
  withMachine,
  type Common,
} from "./common";

export interface SmokeCommand extends Common {
  /** all that have a lab file, if empty */
  examples: string[];
}

/** Each example once, one after another in one VM: it comes up, encrypts, and survives its fault. */
export async function runSmoke(command: SmokeCommand): Promise<void> {
  const { progress } = command;
  const names = command.examples.length > 0 ? command.examples : await examples();
  const subjects = await Promise.all(names.map((name) => subject(name, command)));
  const failures: string[] = [];
  await withMachine(subjects, progress, async (machine) => {
    for (const chosen of subjects) {
      const { title } = chosen.source;
      try {
        const lab = await startLab(chosen, machine, progress);
        await lab.converge();
        const { fault, maxOutageMs } = lab.file.smoke;
        const { runs, discarded } = await lab.measure({
          fault,
          secondsAfter: Math.ceil(maxOutageMs / 1000) + 5,
        });
        progress.say(`${title}: ${fault}: ${describe(runs[0])}`);
        if (discarded.length > 0)
          progress.say(`${title}: repeated, since the lab was disturbed: ${discarded.join("; ")}`);
        const { survived, longestMs } = runs[0];
        if (!survived || longestMs > maxOutageMs)
          throw new Error(`traffic out for more than ${maxOutageMs} ms`);
        const wire = await lab.wire();
        describeWire(wire).forEach(progress.say);
        if (wire.encrypted.length === 0) throw new Error("no ESP on the transit");
        assertNoClearText(wire);
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
