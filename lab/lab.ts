import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { plannedSessions, type PlannedSession } from "./delivery/plan";
import { prepare, provision, type Prepared } from "./delivery/provision";
import { replaceStack } from "./delivery/stack";
import type { Release } from "./image/recipe";
import { Machine } from "./machine";
import { measure, type Measurement, type MeasureOptions } from "./measurement/run";
import { quote, sleep, type Finished } from "./processes";
import { silent, type Progress } from "./progress";
import { health, moved, readSessions, speakers, type Session } from "./sessions";
import { announcedBlocks, announcers, announcing, countRoutes } from "./topology/announce";
import { fabricScript, hostNamespace, neighbors, transit } from "./topology/fabric";
import { fault, type Fault, type ForwardingPath } from "./topology/fault";
import { hostFrr } from "./topology/host-frr";
import { readLabFile, machinesOf, treesOf, type FaultKind, type LabFile } from "./topology/schema";
import { busiest, parseWire, readWire, wireRules, type Wire } from "./topology/wire";
import type { ExecOptions } from "./vm/remote";
import type { Vm } from "./vm/vm";

/** How long a network may take to be healthy: it ends what hangs, on a machine that may be slow or busy. */
const PATIENCE_SECONDS = 300;

export interface LabOptions {
  /** folder of the synthesized stack, which is only read; or a promise of it */
  stack: string | Promise<string>;
  /** path of a lab.yaml, or its content */
  labFile: string | LabFile;
  /** runs all gateways on this release, whatever the lab file says */
  release?: Release;
  /** a VM; it stays when the lab ends */
  machine?: Machine;
  progress?: Progress;
}

/** A synthesized network, running: its gateways, hosts and the transit between them. */
export class Lab {
  /** Boots, wires and provisions everything; returns when all gateways have been delivered. */
  static async start(options: LabOptions): Promise<Lab> {
    const { progress = silent, release } = options;
    const file =
      typeof options.labFile === "string" ? await readLabFile(options.labFile) : options.labFile;
    if (release) for (const gateway of Object.values(file.gateways)) gateway.release = release;
    const wanted = treesOf(file);
    const machine = options.machine ?? (await Machine.start({ trees: wanted, progress }));
    const missing = wanted.filter((one) => !machine.trees.includes(one));
    if (missing.length > 0) throw new Error(`the VM was started without ${missing.join(" and ")}`);
    try {
      const folder = await mkdtemp(join(machine.folder, "network-"));
      const network = machine.booting.then(async (vm) => {
        await progress.step("wire transit, segments and hosts", () => wireUp(vm, file));
        return vm;
      });
      const title = "ask Terraform for the user data";
      const preparing = Promise.resolve(options.stack).then((stack) =>
        progress.step(title, () => prepare(stack, file, machine, folder)),
      );
      const [vm, prepared] = await Promise.all([network, preparing]);
      const lab = new Lab(file, vm, prepared, progress, machine, !options.machine);
      await provision(vm, file, prepared, progress);
      return lab;
    } catch (error) {
      if (!options.machine) await machine.stop();
      throw error;
    }
  }

  /** what must be up */
  private planned: PlannedSession[];

  private constructor(
    private network: LabFile,
    readonly vm: Vm,
    private readonly prepared: Prepared,
    private readonly progress: Progress,
    private readonly machine: Machine,
    private readonly ownMachine: boolean,
  ) {
    this.planned = prepared.sessions;
  }

  /** What hosts and transit are at present. */
  get file(): LabFile {
    return this.network;
  }

  /** Folder of the synthesized stack, as the gateways were delivered from it. */
  get stack(): string {
    return this.prepared.stack;
  }

  get gateways(): string[] {
    return Object.keys(this.file.gateways);
  }

  /** A line of result for who runs the lab. */
  say(line: string): void {
    this.progress.say(line);
  }

  /** Runs a command in a gateway or on a foreign machine, as root. */
  exec(gateway: string, command: string[], options?: ExecOptions): Promise<Finished> {
    const machines = Object.keys(machinesOf(this.file));
    if (!machines.includes(gateway))
      throw new Error(`no gateway ${gateway}; there are ${machines.join(", ")}`);
    return this.vm.exec(`exec /lab/guest/gateway.sh exec ${quote(gateway, ...command)}`, options);
  }

  /** Tells a gateway's FRR lines of configuration, until it next reads its file. */
  configureFrr(gateway: string, lines: string[]): Promise<Finished> {
    const commands = ["configure terminal", ...lines].flatMap((line) => ["-c", line]);
    return this.exec(gateway, ["vtysh", ...commands]);
  }

  /** Runs a command on a host. */
  host(name: string, command: string[], options?: ExecOptions): Promise<Finished> {
    if (!(name in this.file.hosts))
      throw new Error(`no host ${name}; there are ${Object.keys(this.file.hosts).join(", ")}`);
    return this.vm.exec(`exec ip netns exec ${hostNamespace(name)} ${quote(...command)}`, options);
  }

  /** Runs `terraform apply` once more; returns what it printed. */
  apply(): Promise<string> {
    return this.prepared.terraform.apply();
  }

  /** Delivers another synthesis of the same network, as its user would. */
  async change(stack: string): Promise<void> {
    await replaceStack(stack, this.stack);
    this.planned = await plannedSessions(this.stack);
    await this.apply();
  }

  /** Has hosts announce so many prefixes of each of their blocks; returns when every gateway forwards them all. */
  async announce(count: number): Promise<void> {
    this.network = announcing(this.file, count);
    await this.progress.step(`announce ${count} prefixes of each block`, async () => {
      for (const [id, host] of announcers(this.file)) {
        const path = `/lab/seed/hosts/${id}/bgpd.conf`;
        await this.vm.exec(`cat > ${path} && /lab/guest/host.sh restart ${id}`, {
          input: hostFrr(id, host)["bgpd.conf"],
        });
      }
      await this.arrival(count, 900);
    });
    await this.converge();
  }

  /** Waits until every gateway's kernel has so many prefixes of each block. */
  private async arrival(count: number, seconds: number): Promise<void> {
    const until = Date.now() + seconds * 1000;
    const script = announcedBlocks(this.file).map(countRoutes).join("; ");
    for (const gateway of this.gateways)
      for (;;) {
        const { stdout } = await this.exec(gateway, ["sh", "-c", script]);
        const counts = stdout.trim().split("\n").map(Number);
        if (counts.every((one) => one === count)) break;
        if (Date.now() > until)
          throw new Error(
            `${gateway} has ${counts.join(" and ")} of ${count} prefixes after ${seconds} s`,
          );
        await sleep(5);
      }
  }

  /** BGP and BFD sessions of all gateways and hosts. */
  sessions(): Promise<Session[]> {
    return readSessions(this.vm, this.file);
  }

  /** Waits until every session is up and every probe answers, and then nothing moves for 3 s. */
  converge(seconds = PATIENCE_SECONDS): Promise<void> {
    return this.progress.step("wait for sessions and probes", async () => {
      const until = Date.now() + seconds * 1000;
      for (;;) {
        await this.healthy((until - Date.now()) / 1000);
        // Gateways that have just booted are busy enough to lose a session once more.
        const flap = await this.flap(3);
        if (!flap) return;
        if (Date.now() > until) throw new Error(`not stable after ${seconds} s: ${flap}`);
      }
    });
  }

  /** Watches sessions for a while; says what moved, if anything did. */
  async flap(seconds: number): Promise<string | undefined> {
    const before = await this.sessions();
    await sleep(seconds);
    return moved(before, await this.sessions());
  }

  private async healthy(seconds: number): Promise<void> {
    const until = Date.now() + seconds * 1000;
    for (;;) {
      const wrong = await this.wrong();
      if (wrong.length === 0) return;
      if (Date.now() > until)
        throw new Error(
          `not converged after ${Math.round(seconds)} s:\n${wrong.map((one) => `  ${one}`).join("\n")}`,
        );
      await sleep(1);
    }
  }

  /** What keeps the network from being healthy, one line each. */
  async wrong(): Promise<string[]> {
    const [sessions, probes] = [
      health(await this.sessions(), this.file, this.planned),
      await this.probe(),
    ];
    return [
      ...sessions,
      ...probes
        .filter(({ answered }) => !answered)
        .map(({ from, to }) => `no answer to ${from} from ${to}`),
    ];
  }

  /** Pings once along each probe. */
  async probe(): Promise<{ from: string; to: string; answered: boolean }[]> {
    const ping = ({ from, to }: LabFile["probes"][number]) =>
      `ip netns exec ${hostNamespace(from)} ping -q -c 1 -W 2 ${to} >/dev/null && echo yes || echo no`;
    const script = this.file.probes
      .map((probe, at) => `{ echo ${at} $(${ping(probe)}); } &`)
      .join("\n");
    const { stdout } = await this.vm.exec(`${script}\nwait`);
    const answered = new Set(
      stdout
        .split("\n")
        .filter((line) => line.endsWith(" yes"))
        .map((line) => line.split(" ")[0]),
    );
    return this.file.probes.map((probe, at) => ({ ...probe, answered: answered.has(String(at)) }));
  }

  /** What the transit has carried since the lab was built. */
  async wire(): Promise<Wire> {
    return parseWire((await this.vm.exec(readWire)).stdout, this.file);
  }

  /** The gateway and tunnel that carry a probe, as seen on the wire. */
  async forwarding(probe = this.file.probes[0]): Promise<ForwardingPath> {
    const before = await this.wire();
    const count = 60;
    await this.host(
      probe.from,
      ["ping", "-q", "-c", String(count), "-i", "0.005", "-W", "1", probe.to],
      { mayFail: true },
    );
    const most = busiest(before, await this.wire(), neighbors(this.file, probe.from));
    if (!most || most.packets < count / 2)
      throw new Error(`${probe.from} to ${probe.to}: no tunnel carries it`);
    return { gateway: most.gateway, tunnelPeer: most.tunnelPeer };
  }

  /** Waits until the network is healthy and the preferred path forwards; returns that path. */
  async settle(seconds = PATIENCE_SECONDS): Promise<ForwardingPath> {
    await this.healthy(seconds);
    const { preferred } = this.file;
    const until = Date.now() + seconds * 1000;
    for (;;) {
      // While traffic moves from one path to another, no tunnel carries most of it.
      const path = await this.forwarding().catch((error: Error) => error.message);
      const settled =
        typeof path !== "string" &&
        (!preferred ||
          (path.gateway === preferred.gateway && path.tunnelPeer === preferred.tunnelPeer));
      if (settled) return path;
      if (Date.now() > until) {
        const found =
          typeof path === "string" ? path : `${path.gateway}-${path.tunnelPeer} forwards`;
        const wanted = preferred ? `, not ${preferred.gateway}-${preferred.tunnelPeer}` : "";
        throw new Error(`${found}${wanted}, after ${seconds} s`);
      }
      await sleep(1);
    }
  }

  /** The commands of a fault on the path that forwards. */
  fault(kind: FaultKind, path: ForwardingPath): Fault {
    return fault(this.file, kind, path);
  }

  /** Brings a fault about; the function it returns ends it. */
  async inject(kind: FaultKind, path?: ForwardingPath): Promise<() => Promise<void>> {
    const made = this.fault(kind, path ?? (await this.forwarding()));
    await this.vm.exec(made.inject);
    return async () => void (await this.vm.exec(made.heal));
  }

  /** Shuts a gateway down in an orderly way and boots it. */
  async reboot(gateway: string): Promise<void> {
    await this.vm.exec(`/lab/guest/gateway.sh reboot ${gateway}`);
  }

  /** Takes the power from a gateway until its neighbors have noticed, and boots it. */
  async powerCycle(gateway: string): Promise<void> {
    const reconnect = await this.cut([gateway]);
    try {
      await sleep(3);
      await this.vm.exec(`/lab/guest/gateway.sh power-cycle ${gateway}`);
    } finally {
      await reconnect();
    }
  }

  /** Takes the power from these gateways; the function it returns gives it back. */
  async cut(gateways: string[]): Promise<() => Promise<void>> {
    const faults = gateways.map((gateway) =>
      this.fault("gateway", { gateway, tunnelPeer: gateway }),
    );
    for (const { inject } of faults) await this.vm.exec(inject);
    return async () => {
      for (const { heal } of faults) await this.vm.exec(heal);
    };
  }

  /** Injects a fault several times and measures how long traffic is out. */
  measure(options: Partial<MeasureOptions> & { fault: FaultKind }): Promise<Measurement> {
    return measure(this, { runs: 1, secondsAfter: 5, progress: this.progress, ...options });
  }

  /** Takes BFD off all BGP sessions, for comparison. */
  async withoutBfd(): Promise<void> {
    this.planned = this.planned.map((one) => ({ ...one, bfd: false }));
    await this.progress.step("take BFD off all sessions", () =>
      this.vm.exec(`/lab/guest/no-bfd.sh ${speakers(this.file).join(" ")}`),
    );
  }

  async stop(): Promise<void> {
    await (this.ownMachine ? this.machine.stop() : this.machine.clear(this.progress));
  }
}

async function wireUp(vm: Vm, file: LabFile): Promise<void> {
  await vm.exec("bash -s", { input: fabricScript(file) });
  await vm.exec(`ip netns exec ${transit} nft -f -`, { input: wireRules(file) });
}
