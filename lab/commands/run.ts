import { runClaims } from "../checks";
import { describe } from "../measurement/run";
import { sleep } from "../processes";
import type { FaultKind } from "../topology/schema";
import { assertNoClearText, startLab, subject, withMachine, type Common } from "./common";
import { describeWire } from "../topology/wire";
import { remember } from "./exec";

export interface RunCommand extends Common {
  source: string;
  faults: FaultKind[];
  keep: boolean;
}

/** Brings a network up, shows that traffic flows, breaks it and says how long traffic was out. */
export async function runLab(command: RunCommand): Promise<void> {
  const { progress, faults, keep } = command;
  const chosen = await subject(command.source, command);
  await withMachine([chosen], progress, async (machine) => {
    const lab = await startLab(chosen, machine, progress);
    await remember(lab);
    const stay = async () => {
      progress.say(
        "the lab stays until Ctrl-C; in another terminal: npm run lab -- exec NAME COMMAND…",
      );
      for (;;) await sleep(3600);
    };
    try {
      await lab.converge();
      for (const { from, to } of lab.file.probes) {
        const { stdout } = await lab.host(from, ["ping", "-n", "-c", "3", "-i", "0.2", to]);
        progress.say(`ping from ${from}:\n${stdout.trim()}`);
      }
      const failed = await runClaims(lab, progress);
      if (failed.length > 0) process.exitCode = 1;
      for (const fault of faults) {
        const { gateway, tunnelPeer } = await lab.settle();
        progress.say(
          `${gateway}-${tunnelPeer} forwards. Now ${lab.fault(fault, { gateway, tunnelPeer }).description}`,
        );
        const { runs } = await lab.measure({ fault });
        progress.say(`OUTAGE ${fault}: ${describe(runs[0])}`);
        if (!runs[0].survived) process.exitCode = 1;
      }
      const wire = await lab.wire();
      describeWire(wire).forEach(progress.say);
      if (keep) await stay();
      assertNoClearText(wire);
    } catch (error) {
      if (!keep) throw error;
      progress.say(`FAILED ${error instanceof Error ? error.message : error}`);
      await stay();
    }
  });
}
