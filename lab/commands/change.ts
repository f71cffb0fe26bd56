import { describeWire } from "../topology/wire";
import { describeChange, watchChange } from "../measurement/change";
import { assertNoClearText, startLab, subject, withMachine, type Common } from "./common";

export interface ChangeCommand extends Common {
  source: string;
  /** names that the app knows: it reads one from the environment, as CHANGE */
  changes: string[];
}

/** Makes each change of an app as its user does, and takes it back, while traffic is watched. */
export async function runChange(command: ChangeCommand): Promise<void> {
  const { progress, changes } = command;
  const chosen = await subject(command.source, command);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    await lab.settle();
    for (const change of changes)
      for (const [title, name] of [
        [change, change],
        [`${change}, taken back`, undefined],
      ] as const) {
        const stack = await chosen.source.stack(machine.folder, name);
        const run = await progress.step(title, () =>
          watchChange(lab, async () => {
            await lab.change(stack);
            await lab.settle();
          }),
        );
        for (const line of describeChange(run)) progress.say(`  ${line}`);
      }
    const wire = await lab.wire();
    describeWire(wire).forEach(progress.say);
    assertNoClearText(wire);
  });
}
