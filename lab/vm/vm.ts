import type { ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { kernel, releaseDisk } from "../image/image";
import { kernelRelease, type Tree } from "../image/recipe";
import { CommandFailed, end, lastLines, run, start, type Finished } from "../processes";
import type { Progress } from "../progress";
import { acceleration, accelerationOptions, type Acceleration } from "./acceleration";
import { makeHostKey, makeKey, type HostKey, type KeyPair } from "./keys";
import { Remote, speaksSsh, type ExecOptions } from "./remote";

/** Scripts that run inside the VM. */
const guestScripts = join(__dirname, "..", "guest");

const commandLine = [
  "root=/dev/vda rw console=ttyS0 quiet loglevel=4 net.ifnames=0",
  // Memory that is looked at for huge pages, and cleared whenever it is given out, takes an emulated CPU's time.
  "transparent_hugepage=never init_on_alloc=0",
  // Code is translated anew for each address that it is seen at: randomized ones would take most of an emulated CPU,
  // and halt it altogether whenever the translations fill their buffer.
  "norandmaps",
  "mitigations=off audit=0 nowatchdog tsc=reliable random.trust_cpu=on",
  "cloud-init=disabled",
  ...["frr", "strongswan", "systemd-logind"].map((unit) => `systemd.mask=${unit}.service`),
].join(" ");

/** Seconds for each try: once an emulated CPU hung without a word from its kernel, and booted in 15 s after that. */
const BOOT_SECONDS = [150, 300];

/** Among the machine's other processes. */
const NICE = "-10";

export interface VmOptions {
  /** folder for keys, sockets and logs */
  folder: string;
  trees: Tree[];
  memoryMiB?: number;
  /** gives up a boot that is under way */
  signal?: AbortSignal;
  progress: Progress;
}

/** What is known of the VM before it has booted. */
export interface VmAccess {
  port: number;
  /** the lab's own key, good for the VM and for every gateway */
  key: KeyPair;
  hostKey: HostKey;
  /**
   * Signs the host keys of the VM and of every gateway. Plain host keys do not do: up to a fix of 2026
   * Terraform checks a bastion by `host_key`, whatever `bastion_host_key` says, so one value must fit both.
   */
  authority: KeyPair;
}

/** One QEMU machine with Debian's kernel; all gateways, hosts and the transit live in it. */
export class Vm {
  /** Keys and port, which Terraform needs while the VM still boots. */
  static async prepare(folder: string): Promise<VmAccess> {
    const [port, key, authority] = await Promise.all([
      freePort(),
      makeKey(folder, "key"),
      makeKey(folder, "authority"),
    ]);
    const hostKey = await makeHostKey(folder, "vm", authority, ["127.0.0.1"]);
    return { port, key, hostKey, authority };
  }

  static async boot(access: VmAccess, options: VmOptions): Promise<Vm> {
    const { folder, trees, progress, memoryMiB = 4096, signal } = options;
    const images = await kernel(progress);
    const disks: string[] = [];
    for (const tree of trees) disks.push(await releaseDisk(tree, progress));
    const system = await releaseDisk(kernelRelease, progress);
    const scripts = await archive(folder, access);
    const kind = await progress.step("look for a working KVM", () => acceleration(images));

    const serial = join(folder, "serial.log");
    const args = ["-M", "q35", ...accelerationOptions[kind], "-smp", "2", "-m", String(memoryMiB)];
    args.push("-nodefaults", "-no-reboot", "-display", "none", "-device", "virtio-rng-pci");
    args.push("-kernel", images.kernel, "-initrd", images.initrd);
    args.push(
      "-append",
      `${commandLine} lab.trees=${trees.join(",")}`,
      "-serial",
      `file:${serial}`,
    );
    args.push("-drive", `file=${system},format=raw,if=virtio,snapshot=on,cache=unsafe`);
    for (const disk of [scripts, ...disks])
      args.push("-drive", `file=${disk},format=raw,if=virtio,readonly=on`);
    // No way out of the VM but the answers on this one port.
    args.push(
      "-netdev",
      `user,id=net0,ipv6=off,restrict=on,hostfwd=tcp:127.0.0.1:${access.port}-:22`,
    );
    args.push("-device", "virtio-net-pci,netdev=net0");

    return progress.step(`boot the VM (${kind === "kvm" ? "KVM" : "emulated CPU"})`, async () => {
      const complaints: string[] = [];
      for (const seconds of BOOT_SECONDS) {
        // First in line: BFD timers of 100 ms do not bear that the emulated CPUs wait for other work.
        const machine = start("nice", ["-n", NICE, "qemu-system-x86_64", ...args], {
          stdio: ["ignore", "ignore", "pipe"],
        });
        favour(machine);
        machine.stderr!.on("data", (chunk: Buffer) => complaints.push(chunk.toString()));
        const alive = () =>
          machine.exitCode === null && machine.signalCode === null && !signal?.aborted;
        if (await speaksSsh(access.port, seconds, alive)) {
          const remote = await Remote.connect({ ...access, folder });
          return new Vm(machine, remote, access, kind);
        }
        const hangs = alive();
        await end(machine);
        complaints.push(lastLines(await readFile(serial, "utf8").catch(() => ""), 20));
        if (!hangs) break;
      }
      throw new CommandFailed("the VM", "did not boot", complaints.join(""));
    });
  }

  private constructor(
    private readonly machine: ChildProcess,
    readonly remote: Remote,
    readonly access: VmAccess,
    readonly acceleration: Acceleration,
  ) {}

  /** Runs a shell command line as root. */
  exec(command: string, options?: ExecOptions): Promise<Finished> {
    return this.remote.exec(command, options);
  }

  async stop(): Promise<void> {
    await this.remote.close();
    await end(this.machine, 1);
  }
}

/**
 * Where Linux gives each session the same share of the CPUs (sched(7), "The autogroup feature"), a nice
 * value counts within the session alone: the VM's own has to have it too.
 */
function favour({ pid }: ChildProcess): void {
  const session = `/proc/${pid}/autogroup`;
  if (existsSync(session)) writeFileSync(session, NICE);
}

/** A tar file that the VM reads as a disk: its host key, our key, the scripts. */
async function archive(folder: string, { key, hostKey }: VmAccess): Promise<string> {
  const content = join(folder, "disk");
  await mkdir(content);
  await cp(guestScripts, join(content, "guest"), { recursive: true });
  for (const file of [hostKey.path, `${hostKey.path}-cert.pub`])
    await cp(file, join(content, basename(file)));
  await writeFile(join(content, "authorized_keys"), `${key.publicKey}\n`);
  const file = join(folder, "disk.tar");
  await run("tar", ["--owner=0", "--group=0", "-c", "-f", file, "-C", content, "."], {
    timeLimit: 20,
  });
  return file;
}

/** A port that is free now; QEMU binds it a few seconds later. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
