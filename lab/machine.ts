import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releases, type Release } from "./image/recipe";
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
    const access = await Vm.prepare(folder);
    const wanted = releases.filter((one) => (options.releases ?? ["bookworm"]).includes(one));
    const booting = Vm.boot(access, { folder, releases: wanted, progress: options.progress }).then(
      async (vm) => {
        await vm.exec("/lab/guest/prepare.sh", { timeLimit: 120 });
        return vm;
      },
    );
    // Whoever awaits it hears of the failure; until then it is not unhandled.
    booting.catch(() => undefined);
    return new Machine(folder, access, wanted, booting);
  }

  private constructor(
    /** scratch folder, removed at the end */
    readonly folder: string,
    readonly access: VmAccess,
    readonly releases: Release[],
    readonly booting: Promise<Vm>,
  ) {}

  async stop(): Promise<void> {
    await this.booting.then(
      (vm) => vm.stop(),
      () => undefined,
    );
    await rm(this.folder, { recursive: true, force: true });
  }
}
