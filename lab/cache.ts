import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { removeAtExit, sleep } from "./processes";

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
  const unlock = await lock(`${path}.lock`);
  try {
    if (existsSync(path)) return path;
    const temporary = `${path}.building`;
    // What an interrupted build left; the lock says that nobody is at it.
    await rm(temporary, { recursive: true, force: true });
    await build(temporary);
    await rename(temporary, path);
    return path;
  } finally {
    unlock();
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

/**
 * Holds a lock file until the function it returns is called, or this process ends.
 * Only one process can; the lock of a dead one is taken over. `waiting` hears of the holder, once.
 */
export async function lock(path: string, waiting?: (pid: string) => void): Promise<() => void> {
  await mkdir(dirname(path), { recursive: true });
  for (let told = false; ; await sleep(0.5)) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return removeAtExit(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = await readFile(path, "utf8").catch(() => "");
    if (!owner) continue;
    if (!existsSync(`/proc/${owner}`)) rmSync(path, { force: true });
    else if (!told) waiting?.(owner);
    told = true;
  }
}
