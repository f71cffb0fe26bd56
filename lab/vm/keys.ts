import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../processes";

export interface KeyPair {
  /** file of the private key */
  path: string;
  privateKey: string;
  /** "ssh-ed25519 AAAA…", without a comment */
  publicKey: string;
}

/** A new Ed25519 key, made here: under emulation the guests take seconds for one. */
export async function makeKey(folder: string, name: string): Promise<KeyPair> {
  const path = join(folder, name);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], {
    timeLimit: 20,
  });
  const publicKey = (await readFile(`${path}.pub`, "utf8")).trim();
  return { path, privateKey: await readFile(path, "utf8"), publicKey };
}
