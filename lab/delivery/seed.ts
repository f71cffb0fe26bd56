import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hostFrr } from "../topology/host-frr";
import type { LabFile } from "../topology/schema";
import type { HostKey } from "../vm/keys";
import { fillKeys } from "./sheet";

export interface SeedOptions {
  folder: string;
  lab: LabFile;
  /** of gateways delivered by cloud-init */
  userData: Map<string, string>;
  /** files of foreign machines, by their paths there */
  sheets: Map<string, Record<string, string>>;
  hostKeys: Map<string, HostKey>;
  /** the lab's public key */
  authorizedKey: string;
  /** of Terraform, which hold keys */
  variables: Record<string, string>;
  /** of each gateway, path → text: what the lab file puts there */
  files: Map<string, Record<string, string>>;
}

/** Writes what each machine has before it boots: SSH keys, the NoCloud seed, a host's frr.conf. */
export async function writeSeeds({
  folder,
  lab,
  userData,
  sheets,
  hostKeys,
  authorizedKey,
  files,
  variables,
}: SeedOptions): Promise<void> {
  for (const id of Object.keys(lab.gateways)) {
    const put = async (path: string, text: string, mode?: number) => {
      const file = join(folder, id, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode });
    };
    const hostKey = hostKeys.get(id)!;
    await put("etc/hostname", `${id}\n`);
    await put("etc/hosts", `127.0.0.1 localhost ${id}\n::1 localhost\n`);
    await put("etc/ssh/ssh_host_ed25519_key", hostKey.privateKey);
    await put("etc/ssh/ssh_host_ed25519_key.pub", `${hostKey.publicKey}\n`);
    await put("etc/ssh/ssh_host_ed25519_key-cert.pub", hostKey.certificate);
    for (const home of ["root", "home/admin"])
      await put(`${home}/.ssh/authorized_keys`, `${authorizedKey}\n`);
    for (const [path, text] of Object.entries(files.get(id)!)) await put(path, text, 0o600);
    const data = userData.get(id);
    if (data === undefined) continue;
    await put("var/lib/cloud/seed/nocloud/user-data", data);
    await put(
      "var/lib/cloud/seed/nocloud/meta-data",
      `instance-id: lab-${id}\nlocal-hostname: ${id}\n`,
    );
    await put(
      "etc/cloud/cloud.cfg.d/99-lab.cfg",
      await readFile(join(__dirname, "cloud.cfg"), "utf8"),
    );
  }
  for (const [id, files] of sheets) {
    const all = { "etc/hostname": `${id}\n`, ...files };
    for (const [path, text] of Object.entries(all)) {
      const file = join(folder, id, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  for (const [id, host] of Object.entries(lab.hosts)) {
    const configuration = join(folder, "hosts", id);
    await mkdir(configuration, { recursive: true });
    for (const [file, text] of Object.entries(hostFrr(id, host)))
      await writeFile(join(configuration, file), fillKeys(text, variables));
  }
}
