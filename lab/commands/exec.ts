import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../cache";
import type { Lab } from "../lab";
import { quote, removeAtExit } from "../processes";
import { hostNamespace } from "../topology/fabric";
import { machinesOf } from "../topology/schema";

/** How to reach a lab that runs. */
interface Running {
  ssh: string[];
  gateways: string[];
  hosts: string[];
}

/** Notes how to reach a lab for `exec`, for as long as this process lives. */
export async function remember(lab: Lab): Promise<void> {
  const { flags } = lab.vm.remote;
  const state: Running = {
    ssh: flags,
    gateways: Object.keys(machinesOf(lab.file)),
    hosts: Object.keys(lab.file.hosts),
  };
  const path = join(cacheFolder(), `running-${process.pid}.json`);
  removeAtExit(path);
  await writeFile(path, JSON.stringify(state));
}

/** The lab that was started last, of those that run. */
async function latest(): Promise<Running> {
  const folder = cacheFolder();
  const names = existsSync(folder) ? await readdir(folder) : [];
  const notes: { path: string; time: number }[] = [];
  for (const name of names) {
    const pid = /^running-(\d+)\.json$/.exec(name)?.[1];
    if (pid === undefined || !existsSync(`/proc/${pid}`)) continue;
    const path = join(folder, name);
    notes.push({ path, time: (await stat(path)).mtimeMs });
  }
  const [newest] = notes.sort((one, other) => other.time - one.time);
  if (!newest) throw new Error("no lab is running; start one with --keep");
  return JSON.parse(await readFile(newest.path, "utf8")) as Running;
}

/** Runs a command in a gateway, on a host, or in "vm" itself; its output and exit code are the caller's. */
export async function runExec(name: string | undefined, command: string[]): Promise<void> {
  const { ssh, gateways, hosts } = await latest();
  if (name === undefined || command.length === 0)
    throw new Error(`exec NAME COMMAND…; names: ${[...gateways, ...hosts, "vm"].join(", ")}`);
  const line = gateways.includes(name)
    ? `/lab/guest/gateway.sh exec ${quote(name, ...command)}`
    : hosts.includes(name)
      ? `ip netns exec ${hostNamespace(name)} ${quote(...command)}`
      : name === "vm"
        ? quote(...command)
        : undefined;
  if (line === undefined)
    throw new Error(
      `no ${name} in this lab; there are ${[...gateways, ...hosts, "vm"].join(", ")}`,
    );
  const terminal = process.stdin.isTTY ? ["-t"] : [];
  const child = spawn("ssh", [...ssh, ...terminal, "root@127.0.0.1", line], { stdio: "inherit" });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
