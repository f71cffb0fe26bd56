import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs the lab runs, and the Debian package that holds each. */
const programs: Record<string, string> = {
  "qemu-system-x86_64": "qemu-system-x86",
  mmdebstrap: "mmdebstrap",
  mke2fs: "e2fsprogs",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  openssl: "openssl",
  setpriv: "util-linux",
  tar: "tar",
};

/** What this machine lacks for the lab, one line each; empty if the lab can run. */
export function missingForLab(): string[] {
  const missing: string[] = [];
  if (process.platform !== "linux") missing.push("Linux (the lab runs on Debian or Ubuntu)");
  else if (process.arch !== "x64") missing.push("an x86-64 machine");
  else if (process.getuid?.() !== 0)
    missing.push("root: Debian's file tree is built with its owners and devices");
  for (const program of Object.keys(programs)) if (!onPath(program)) missing.push(program);
  if (!onPath("terraform")) missing.push("terraform 1.4 or later");
  return missing;
}

/** Installs what Debian has of it, and asks nothing; undefined if nothing of that is missing. */
export function installCommand(): string[] | undefined {
  const wanted = Object.keys(programs).filter((program) => !onPath(program));
  const packages = [...new Set(wanted.map((program) => programs[program]))];
  return packages.length > 0
    ? ["apt-get", "install", "-y", "--no-install-recommends", ...packages]
    : undefined;
}

/** On Debian, Ubuntu and their kin, as root. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && onPath("apt-get");
}

export function requireLab(): void {
  const missing = missingForLab();
  if (missing.length === 0) return;
  const install = installCommand();
  const lines = ["The lab cannot run here. Missing:", ...missing.map((one) => `  - ${one}`)];
  if (install) lines.push("Debian's part of it comes by:", `  ${install.join(" ")}`);
  throw new Error(lines.join("\n"));
}

function onPath(program: string): boolean {
  // sbin too: a login of an ordinary user has it not.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
