import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { CommandFailed, end, quote, run, sleep, start, type Finished } from "../processes";
import type { KeyPair } from "./keys";

export interface RemoteOptions {
  port: number;
  key: KeyPair;
  /** signs host keys */
  authority: KeyPair;
  /** folder for the control socket and known_hosts */
  folder: string;
}

export interface ExecOptions {
  /**
   * Seconds; default 300. It ends what hangs: on a slow machine, or in a large network under emulation, a look
   * at one gateway takes a minute.
   */
  timeLimit?: number;
  input?: string | Buffer;
  mayFail?: boolean;
}

/** Commands as root in the VM, over one SSH connection. */
export class Remote {
  static async connect(options: RemoteOptions): Promise<Remote> {
    const { folder, port, key, authority } = options;
    const knownHosts = join(folder, "known_hosts");
    await writeFile(knownHosts, `@cert-authority [127.0.0.1]:${port} ${authority.publicKey}\n`);
    const socket = join(folder, "ssh");
    const flags = ["-F", "none", "-i", key.path, "-p", String(port), "-o", `ControlPath=${socket}`];
    const checks = [
      "StrictHostKeyChecking=yes",
      `UserKnownHostsFile=${knownHosts}`,
      "IdentitiesOnly=yes",
    ];
    for (const option of ["BatchMode=yes", "LogLevel=ERROR", "ConnectTimeout=20", ...checks])
      flags.push("-o", option);
    // A child of its own, not a daemon: it ends with the lab, and holds no call's output open.
    const alive = ["-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=12"];
    const master = start("ssh", [...flags, ...alive, "-M", "-N", "root@127.0.0.1"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaint = "";
    master.stderr!.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    for (let waited = 0; !existsSync(socket); waited += 0.05) {
      if (master.exitCode !== null || waited > 60) {
        await end(master);
        throw new CommandFailed("ssh to the VM", "no connection", complaint);
      }
      await sleep(0.05);
    }
    return new Remote(flags, master);
  }

  private constructor(
    /** Options by which ssh reaches the VM over this connection. */
    readonly flags: string[],
    private readonly master: ChildProcess,
  ) {}

  /** Runs a shell command line; both ends give it up after the time limit. */
  exec(command: string, options: ExecOptions = {}): Promise<Finished> {
    const { timeLimit = 300, ...rest } = options;
    const limited = `timeout -k 2 ${timeLimit} bash -c ${quote(command)}`;
    return run("ssh", [...this.flags, "root@127.0.0.1", limited], {
      ...rest,
      timeLimit: timeLimit + 10,
      title: `in the VM, ${command.slice(0, 200)}`,
    });
  }

  close(): Promise<void> {
    return end(this.master);
  }
}

/** Waits until a listener on this machine speaks SSH. */
export async function speaksSsh(
  port: number,
  seconds: number,
  alive: () => boolean,
): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until && alive()) {
    if (await greets(port)) return true;
    await sleep(0.2);
  }
  return false;
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    // QEMU accepts before the guest listens, so only the greeting counts.
    socket.once("data", (data) => answer(data.toString().startsWith("SSH-")));
    socket.once("error", () => answer(false));
    socket.once("close", () => answer(false));
    socket.setTimeout(2000, () => answer(false));
  });
}
