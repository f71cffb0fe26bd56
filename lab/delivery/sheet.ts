import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * Configuration files of the sheet that synthesis wrote for somebody else's machine, by their paths there,
 * with the pre-shared keys filled in: what its operator would do, and nothing else.
 */
export async function sheetFiles(
  stack: string,
  peer: string,
  variables: Record<string, string>,
): Promise<Record<string, string>> {
  const folder = join(stack, "peers", peer, "files");
  if (!existsSync(folder))
    throw new Error(`synthesis wrote no configuration for ${peer}: is its kind one that has some?`);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((one) => join(one.parentPath, one.name));
  const texts = files.sort().map(async (file): Promise<[string, string]> => {
    return [relative(folder, file), fillKeys(await readFile(file, "utf8"), variables)];
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** A key is told by the Terraform variable that holds it. */
export function fillKeys(text: string, variables: Record<string, string>): string {
  return text.replace(/@\{pre-shared-key\.([^}]+)\}/g, (_, name: string) => {
    const key = variables[name];
    if (key === undefined) throw new Error(`no Terraform variable ${name} holds a pre-shared key`);
    return key;
  });
}
