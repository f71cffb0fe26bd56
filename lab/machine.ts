import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, lock } from "./cache";
import { trees, type Tree } from "./image/recipe";
import { removeAtExit, sleep } from "./processes";
import type { Progress } from "./progress";
import { requireLab } from "./requirements";
import { Vm, type VmAccess } from "./vm/vm";

/** A VM that boots while other work goes on; several labs may use it, one after another. */
export class Machine {
  static async start(options: { trees?: readonly Tree[]; progress: Progress }): Promise<Machine> {
    requireLab();
    const unlock = await aloneOnThisMachine(options.progress);
    // Short, since the path of a socket in it has at most 108 bytes.
    const folder = await mkdtemp(join(tmpdir(), "vpn-lab-"));
    const removeFolder = removeAtExit(folder);
    const access = await Vm.prepare(folder);
    const wanted = trees.filter((one) => (options.trees ?? ["bookworm"]).includes(one));
    const abort = new AbortController();
    const booting = Vm.boot(access, {
      folder,
      trees: wanted,
      progress: options.progress,
      signal: abort.signal,
    }).then(async (vm) => {
      await vm.exec("/lab/guest/prepare.sh");
      return vm;
    });
    // Whoever awaits it hears of the failure; until then it is not unhandled.
    booting.catch(() => undefined);
    return new Machine(folder, access, wanted, booting, abort, removeFolder, unlock);
  }

  private constructor(
    /** scratch folder, removed at the end */
    readonly folder: string,
    readonly access: VmAccess,
    readonly trees: Tree[],
    readonly booting: Promise<Vm>,
    private readonly abort: AbortController,
    private readonly removeFolder: () => void,
    private readonly unlock: () => void,
  ) {}

  /** Takes a network away; the VM stays for the next one. */
  async clear(progress: Progress): Promise<void> {
    const vm = await this.booting;
    await progress.step("take the network away", () => vm.exec("/lab/guest/clear.sh"));
  }

  /** What the VM's kernel said of its own failure: under emulation it hangs now and then. */
  async kernelFailure(): Promise<string | undefined> {
    const log = await readFile(join(this.folder, "serial.log"), "utf8").catch(() => "");
    return /^.*(rcu: INFO: .* stall|Oops|BUG: |Kernel panic).*$/m.exec(log)?.[0].trim();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    const stopped = this.booting.then(
      (vm) => vm.stop(),
      () => undefined,
    );
    // An image that is still being built is not waited for.
    await Promise.race([stopped, sleep(10)]);
    this.removeFolder();
    this.unlock();
  }
}

/** Two labs at a time disturb each other's timers; LAB_PARALLEL=1 says that this does not matter. */
async function aloneOnThisMachine(progress: Progress): Promise<() => void> {
  if (process.env.LAB_PARALLEL === "1") return () => undefined;
  return lock(join(cacheFolder(), "machine.lock"), (pid) =>
    progress.say(`waiting for the lab of process ${pid} to end (LAB_PARALLEL=1 would not wait)`),
  );
}
