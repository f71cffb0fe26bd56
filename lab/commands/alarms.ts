import { runAlarms } from "../checks";
import { startLab, subject, withMachine, type Common } from "./common";

export interface AlarmsCommand extends Common {
  source: string;
  /** how long nothing is to happen */
  seconds: number;
}

/** Whether gateways raise no alarm while all is well, and the right one when something is not. */
export async function runAlarmsCommand(command: AlarmsCommand): Promise<void> {
  const { progress, seconds } = command;
  const chosen = await subject(command.source, command);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    await lab.converge();
    const failed = await runAlarms(lab, progress, seconds);
    if (failed.length > 0) throw new Error(`failed:\n${failed.join("\n")}`);
  });
}
