import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../cache";
import type { Kernel } from "../image/image";
import { end, sleep, start } from "../processes";

export type Acceleration = "kvm" | "tcg";

/** QEMU's options for each: Westmere is the oldest CPU with AES, and cheap to emulate. */
export const accelerationOptions: Record<Acceleration, string[]> = {
  kvm: ["-accel", "kvm", "-cpu", "host"],
  tcg: ["-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "Westmere"],
};

const probeSeconds = 4;

/**
 * KVM where a guest really runs under it. That /dev/kvm opens proves nothing: on some nested machines
 * a guest is created and never executes. So the kernel is booted once per boot of this machine.
 */
export async function acceleration(images: Kernel): Promise<Acceleration> {
  if (!existsSync("/dev/kvm")) return "tcg";
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  const answer = join(cacheFolder(), "acceleration");
  const [known, result] = (await readFile(answer, "utf8").catch(() => "")).split(" ");
  if (known === boot && (result === "kvm" || result === "tcg")) return result;
  const found: Acceleration = (await boots(images)) ? "kvm" : "tcg";
  await mkdir(cacheFolder(), { recursive: true });
  await writeFile(answer, `${boot} ${found}`);
  return found;
}

async function boots({ kernel }: Kernel): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "vpn-lab-kvm-"));
  const serial = join(folder, "serial");
  const args = [
    "-M",
    "q35",
    ...accelerationOptions.kvm,
    "-m",
    "256M",
    "-nodefaults",
    "-no-reboot",
    "-display",
    "none",
  ];
  args.push(
    "-kernel",
    kernel,
    "-append",
    "console=ttyS0 earlyprintk=serial panic=-1",
    "-serial",
    `file:${serial}`,
  );
  const guest = start("qemu-system-x86_64", args, { stdio: "ignore" });
  let ended = false;
  guest.once("exit", () => (ended = true));
  guest.once("error", () => (ended = true));
  try {
    for (let waited = 0; waited < probeSeconds; waited += 0.1) {
      const text = await readFile(serial, "utf8").catch(() => "");
      if (text.includes("Linux version")) return true;
      if (ended) return false;
      await sleep(0.1);
    }
    return false;
  } finally {
    await end(guest, 1);
    await rm(folder, { recursive: true, force: true });
  }
}
