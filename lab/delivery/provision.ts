import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tree } from "../image/recipe";
import type { Machine } from "../machine";
import { CommandFailed, lastLines, run } from "../processes";
import type { Progress } from "../progress";
import { management } from "../topology/fabric";
import { routes } from "../topology/host-frr";
import type { LabFile } from "../topology/schema";
import { makeHostKey, type HostKey } from "../vm/keys";
import type { Vm } from "../vm/vm";
import { certificateValues } from "./authority";
import { plannedSessions, type PlannedSession } from "./plan";
import { writeSeeds } from "./seed";
import { sheetFiles } from "./sheet";
import { copyStack } from "./stack";
import { fillIn, Terraform } from "./terraform";

/** A file of a gateway's that is its payload, where its user data fetches that. */
const PAYLOAD = "{{payload}}";

/** All that is known before any gateway boots. */
export interface Prepared {
  /** copy of the synthesized stack, with Terraform's state */
  stack: string;
  terraform: Terraform;
  /** what BGP is to look like */
  sessions: PlannedSession[];
  /** tar file of what the machines have before they boot */
  seed: string;
}

/** Copies the stack, asks Terraform for user data, and writes the machines' seeds. */
export async function prepare(
  stack: string,
  lab: LabFile,
  machine: Machine,
  folder: string,
): Promise<Prepared> {
  const copy = join(folder, "stack");
  await copyStack(stack, copy);
  const ids = Object.keys(lab.gateways);
  const hostKeys = new Map<string, HostKey>();
  for (const id of ids) {
    const addresses = lab.gateways[id].uplink.addresses.map((one) => one.split("/")[0]);
    hostKeys.set(id, await makeHostKey(folder, id, machine.access.authority, addresses));
  }

  const values = labValues(machine);
  const variables = fillIn("terraform.variables", lab.terraform.variables, values);
  const terraform = new Terraform(copy, variables);
  const certificates = await certificateValues(lab, join(folder, "authority"));
  const output = (kind: string, id: string) =>
    terraform.output(`${kind}_${id.replaceAll("-", "_")}`);
  await terraform.init();
  const userData = new Map<string, string>();
  const byCloudInit = ids.filter((id) => lab.gateways[id].delivery === "cloud-init");
  if (byCloudInit.length > 0) {
    await terraform.refresh();
    for (const id of byCloudInit) userData.set(id, await output("user_data", id));
  }
  const files = new Map<string, Record<string, string>>();
  for (const id of ids) {
    const texts = lab.gateways[id].files;
    const known = { ...values, ...certificates(id) };
    if (Object.values(texts).includes(PAYLOAD)) known.payload = await output("payload", id);
    files.set(id, fillIn(`gateways.${id}.files`, texts, known));
  }
  const sheets = new Map<string, Record<string, string>>();
  for (const id of Object.keys(lab.foreign)) sheets.set(id, await sheetFiles(copy, id, variables));
  const seeds = join(folder, "seed");
  await writeSeeds({
    folder: seeds,
    lab,
    userData,
    sheets,
    hostKeys,
    authorizedKey: machine.access.key.publicKey,
    files,
    variables,
  });
  const seed = join(folder, "seed.tar");
  await run("tar", ["--owner=0", "--group=0", "-c", "-f", seed, "-C", seeds, "."], {
    timeLimit: 30,
  });
  return { stack: copy, terraform, seed, sessions: await plannedSessions(copy) };
}

/** What {{names}} in the lab file's Terraform variables stand for. */
function labValues({ access }: Machine): Record<string, string> {
  const [address, address6] = management.addresses.map((one) => one.split("/")[0]);
  return {
    "bastion.host": "127.0.0.1",
    "bastion.port": String(access.port),
    "bastion.user": "root",
    "management.address": address,
    "management.address6": address6,
    "ssh.user": "admin",
    "ssh.privateKey": access.key.privateKey,
    "ssh.privateKeyPath": access.key.path,
    // Good as host_key and bastion_host_key of every machine.
    "ssh.hostAuthority": access.authority.publicKey,
  };
}

/** Boots every gateway, and has each delivered in its way; all at the same time. */
export async function provision(
  vm: Vm,
  lab: LabFile,
  prepared: Prepared,
  progress: Progress,
): Promise<void> {
  const byCloudInit = named(lab, "cloud-init");
  const bySsh = named(lab, "ssh");
  const trees: [string, Tree][] = [
    ...Object.entries(lab.gateways).map(([id, { release }]): [string, Tree] => [id, release]),
    ...Object.keys(lab.foreign).map((id): [string, Tree] => [id, "foreign"]),
  ];
  await progress.step("boot the gateways", async () => {
    await vm.exec("tar -x -C /lab/seed", { input: await readFile(prepared.seed) });
    const starts = trees.map(
      ([id, tree]) => `/lab/guest/gateway.sh start ${id} ${tree} & pids+=($!)`,
    );
    await vm.exec(`${starts.join("\n")}\nfor pid in "\${pids[@]}"; do wait $pid || exit 1; done`);
  });
  const hosts = Object.entries(lab.hosts).filter(([, host]) => routes(host));
  const work: Promise<unknown>[] = [];
  if (hosts.length > 0) {
    const starts = hosts.map(([id]) => `/lab/guest/host.sh start ${id}`).join(" && ");
    work.push(progress.step("start routing on the hosts", () => vm.exec(starts)));
  }
  if (byCloudInit.length > 0)
    work.push(
      progress.step(`cloud-init delivers ${byCloudInit.join(", ")}`, () =>
        cloudInit(vm, byCloudInit),
      ),
    );
  if (bySsh.length > 0) work.push(overSsh(vm, lab, bySsh, prepared.terraform, progress));
  // All must end before a failure is told: what still runs would write into a VM that is gone.
  const failed = (await Promise.allSettled(work)).find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** Seconds that so many gateways may take to apply their payloads at once: on two emulated CPUs each takes its share. */
export const applyLimit = (gateways: number) => Math.max(900, 400 * gateways);

async function cloudInit(vm: Vm, ids: string[]): Promise<void> {
  const { stdout } = await vm.exec(`/lab/guest/cloud-init.sh ${ids.join(" ")}`, {
    timeLimit: applyLimit(ids.length),
  });
  const failures: string[] = [];
  for (const line of stdout.split("\n").filter(Boolean)) {
    const id = line.split(" ", 1)[0];
    const errors: unknown[] = JSON.parse(line.slice(id.length)).v1.errors;
    if (errors.length > 0) failures.push(`cloud-init of ${id}: ${errors.join("; ")}`);
  }
  if (failures.length === 0) return;
  const logs = ids.map(
    (id) => `echo '== ${id}'; tail -n 30 /lab/gateways/${id}/root/var/log/cloud-init-output.log`,
  );
  throw new CommandFailed(
    "cloud-init",
    failures.join("\n"),
    lastLines((await vm.exec(logs.join("\n"))).stdout, 130),
  );
}

async function overSsh(
  vm: Vm,
  lab: LabFile,
  ids: string[],
  terraform: Terraform,
  progress: Progress,
): Promise<void> {
  await progress.step(`wait for the sshd of ${ids.join(", ")}`, async () => {
    const addresses = ids.map((id) => lab.gateways[id].uplink.addresses[0].split("/")[0]);
    await vm.exec(`/lab/guest/listens.sh ${addresses.join(" ")}`);
  });
  await progress.step(`terraform apply delivers ${ids.join(", ")}`, () => terraform.apply());
}

function named(lab: LabFile, delivery: "cloud-init" | "ssh"): string[] {
  return Object.keys(lab.gateways).filter((id) => lab.gateways[id].delivery === delivery);
}
