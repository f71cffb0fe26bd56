import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache";
import type { Lab } from "../lab";
import { quote } from "../processes";
import { hostNamespace } from "../topology/fabric";

/** How to reach the lab that runs now; the latest one, if there are several. */
interface Running {
  ssh: string[];
  gateways: string[];
  hosts: string[];
}

const stateFile = () => join(cacheFolder(), "running.json");

/** Notes how to reach a lab for `exec`; the function it returns removes the note. */
export async function remember(lab: Lab): Promise<() => Promise<void>> {
  const state: Running = {
    ssh: lab.vm.remote.flags,
    gateways: lab.gateways,
    hosts: Object.keys(lab.file.hosts),
  };
  const text = JSON.stringify(state);
  await mkdir(dirname(stateFile()), { recursive: true });
  await writeFile(stateFile(), text);
  return async () => {
    if ((await readFile(stateFile(), "utf8").catch(() => "")) === text)
      await rm(stateFile(), { force: true });
  };
}

/** Runs a command in a gateway, on a host, or in "vm" itself; its output and exit code are the caller's. */
export async function runExec(name: string | undefined, command: string[]): Promise<void> {
  const text = await readFile(stateFile(), "utf8").catch(() => undefined);
  if (text === undefined) throw new Error("no lab is running; start one with --keep");
  const { ssh, gateways, hosts } = JSON.parse(text) as Running;
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
