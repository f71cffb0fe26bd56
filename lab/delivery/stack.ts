import { existsSync } from "node:fs";
import { cp, readdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { run } from "../processes";

/** The repository, for examples by name. */
const root = resolve(__dirname, "..", "..");

export interface Source {
  title: string;
  /** path of its lab.yaml */
  labFile: string;
  /** Folder of its synthesized stack; an app is synthesized into `scratch`, with a change that it knows by name. */
  stack(scratch: string, change?: string): Promise<string>;
}

/** An example of this repository, a folder with an app (main.ts), or one that synthesis wrote. */
export async function findSource(name: string, labFile?: string): Promise<Source> {
  const example = join(root, "examples", name);
  const folder = existsSync(join(example, "main.ts")) ? example : resolve(name);
  const isApp = existsSync(join(folder, "main.ts"));
  if (!existsSync(folder))
    throw new Error(
      `${name} is neither an example (${(await examples()).join(", ")}) nor a folder`,
    );
  const file = labFile ?? join(folder, "lab.yaml");
  if (!existsSync(file))
    throw new Error(`${file} does not exist; --lab-file names another lab file`);
  const stack = (scratch: string, change?: string) =>
    isApp ? synthesize(folder, scratch, change) : findStack(folder);
  return { title: basename(folder), labFile: file, stack };
}

/** Examples that have a lab. */
export async function examples(): Promise<string[]> {
  const folder = join(root, "examples");
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names.filter((name) => existsSync(join(folder, name, "lab.yaml"))).sort();
}

/** Copies a stack, so that Terraform's state and plugins stay out of the user's folder. */
export async function copyStack(stack: string, target: string): Promise<void> {
  const filter = (path: string) =>
    !/(^|\/)(\.terraform|terraform\.tfstate[^/]*|\.terraform\.tfstate[^/]*)$/.test(path);
  await cp(stack, target, { recursive: true, filter });
}

/** What Terraform knows of the stack stays. */
export async function replaceStack(stack: string, target: string): Promise<void> {
  await rm(join(target, "gateways"), { recursive: true, force: true });
  await copyStack(stack, target);
}

async function synthesize(folder: string, scratch: string, change = ""): Promise<string> {
  const output = join(scratch, `synthesized-${basename(folder)}${change && `-${change}`}`);
  const env = { ...process.env, CDKTF_OUTDIR: output, CHANGE: change };
  const app = [require.resolve("tsx/cli"), join(folder, "main.ts")];
  await run(process.execPath, app, {
    cwd: root,
    env,
    timeLimit: 300,
    title: `synthesis of ${folder}`,
  });
  return findStack(output);
}

async function findStack(output: string): Promise<string> {
  const inner = join(output, "stacks");
  const folders = existsSync(inner)
    ? (await readdir(inner)).sort().map((name) => join(inner, name))
    : [output];
  const stacks = folders.filter((folder) => existsSync(join(folder, "cdk.tf.json")));
  if (stacks.length === 1) return stacks[0];
  if (stacks.length === 0)
    throw new Error(`${output} holds no cdk.tf.json: is it a folder that synthesis wrote?`);
  throw new Error(
    `${output} holds several stacks; name one:\n${stacks.map((one) => `  ${one}`).join("\n")}`,
  );
}
