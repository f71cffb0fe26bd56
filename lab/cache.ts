import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { sleep } from "./processes";

export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "cdktf-routed-vpn");
}

export function digest(...parts: string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 12);
}

/**
 * Returns the cached file or folder `name`, made by `build` on first use.
 * It is built under a temporary name and renamed when complete, so that a half-built one is never seen.
 */
export async function cached(
  name: string,
  build: (temporary: string) => Promise<void>,
): Promise<string> {
  const path = join(cacheFolder(), name);
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  const release = await lock(`${path}.lock`);
  try {
    if (existsSync(path)) return path;
    const temporary = `${path}.building`;
    // What an interrupted build left; the lock says that nobody is at it.
    await rm(temporary, { recursive: true, force: true });
    await build(temporary);
    await rename(temporary, path);
    return path;
  } finally {
    await release();
  }
}

/** Removes older versions of a cached item: same prefix, another digest. */
export async function forgetOlder(current: string, prefix: string): Promise<void> {
  const folder = dirname(current);
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(prefix) || entry.startsWith(basename(current))) continue;
    if (existsSync(join(folder, `${entry}.lock`))) continue;
    await rm(join(folder, entry), { recursive: true, force: true });
  }
}

/** One builder at a time across processes; the lock of a dead process is taken over. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = await readFile(path, "utf8").catch(() => "");
    if (owner && !existsSync(`/proc/${owner}`)) await rm(path, { force: true });
    await sleep(0.5);
  }
}
