import type { Lab } from "../lab";
import { readPlan } from "../checks/plan";
import { startLab, subject, withMachine, type Common } from "./common";

export interface FlapsCommand extends Common {
  source: string;
  seconds: number;
  /** busy loops on each gateway; first there are none */
  load: number;
  /** in place of what the app has */
  intervalMs?: number;
}

/** What the guest's flaps.py prints. */
interface Counted {
  downs: Record<string, number>;
  lateMs: number;
}

/** How often BFD takes a gateway for dead that is only slow: while nothing happens, and under load. */
export async function runFlaps(command: FlapsCommand): Promise<void> {
  const { progress, seconds, load, intervalMs } = command;
  const chosen = await subject(command.source, command);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    await lab.converge();
    if (intervalMs !== undefined) await setIntervals(lab, intervalMs);
    for (const loops of [0, load]) {
      await lab.settle();
      const { downs, lateMs } = await count(lab, seconds, loops);
      const sum = Object.values(downs).reduce((a, b) => a + b, 0);
      progress.say(
        `${loops} busy loops on each gateway, ${seconds} s: sessions went down ${sum} times ${JSON.stringify(downs)}; ` +
          `a process in real time woke up ${lateMs} ms late at the longest`,
      );
    }
  });
}

async function count(lab: Lab, seconds: number, load: number): Promise<Counted> {
  const words = ["/lab/guest/flaps.py", String(seconds), String(load), ...lab.gateways];
  const { stdout } = await lab.vm.exec(words.join(" "), { timeLimit: seconds * 2 + 60 });
  return JSON.parse(stdout) as Counted;
}

/** Of every profile on every gateway; hosts keep theirs. */
async function setIntervals(lab: Lab, intervalMs: number): Promise<void> {
  const { gateways } = await readPlan(lab.stack);
  for (const { name, bfdProfiles } of gateways) {
    const lines = bfdProfiles.flatMap((profile) => [
      `profile ${profile.name}`,
      `transmit-interval ${intervalMs}`,
      `receive-interval ${intervalMs}`,
    ]);
    await lab.configureFrr(name, ["bfd", ...lines]);
  }
}
