import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releases, type Release } from "./image/recipe";
import { removeAtExit, sleep } from "./processes";
import type { Progress } from "./progress";
import { requireLab } from "./requirements";
import { Vm, type VmAccess } from "./vm/vm";

/** A VM that boots while other work goes on; several labs may use it, one after another. */
export class Machine {
  static async start(options: {
    releases?: readonly Release[];
    progress: Progress;
  }): Promise<Machine> {
    requireLab();
    // Short, since the path of a socket in it has at most 108 bytes.
    const folder = await mkdtemp(join(tmpdir(), "vpn-lab-"));
    removeAtExit(folder);
    const access = await Vm.prepare(folder);
    const wanted = releases.filter((one) => (options.releases ?? ["bookworm"]).includes(one));
    const abort = new AbortController();
    const booting = Vm.boot(access, {
      folder,
      releases: wanted,
      progress: options.progress,
      signal: abort.signal,
    }).then(async (vm) => {
      await vm.exec("/lab/guest/prepare.sh", { timeLimit: 120 });
      return vm;
    });
    // Whoever awaits it hears of the failure; until then it is not unhandled.
    booting.catch(() => undefined);
    return new Machine(folder, access, wanted, booting, abort);
  }

  private constructor(
    /** scratch folder, removed at the end */
    readonly folder: string,
    readonly access: VmAccess,
    readonly releases: Release[],
    readonly booting: Promise<Vm>,
    private readonly abort: AbortController,
  ) {}

  /** Takes a network away; the VM stays for the next one. */
  async clear(progress: Progress): Promise<void> {
    const vm = await this.booting;
    await progress.step("take the network away", () =>
      vm.exec("/lab/guest/clear.sh", { timeLimit: 120 }),
    );
  }

  async stop(): Promise<void> {
    this.abort.abort();
    const stopped = this.booting.then(
      (vm) => vm.stop(),
      () => undefined,
    );
    // An image that is still being built is not waited for.
    await Promise.race([stopped, sleep(10)]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
