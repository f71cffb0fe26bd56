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

/** The key of an SSH server, with a certificate by the lab's authority for the names it is reached by. */
export interface HostKey extends KeyPair {
  certificate: string;
}

export async function makeHostKey(
  folder: string,
  name: string,
  authority: KeyPair,
  addresses: string[],
): Promise<HostKey> {
  const key = await makeKey(folder, `host_key_${name}`);
  const words = [
    "-q",
    "-s",
    authority.path,
    "-I",
    name,
    "-h",
    "-n",
    addresses.join(","),
    `${key.path}.pub`,
  ];
  await run("ssh-keygen", words, { timeLimit: 20 });
  return { ...key, certificate: await readFile(`${key.path}-cert.pub`, "utf8") };
}
