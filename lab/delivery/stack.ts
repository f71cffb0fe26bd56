import { existsSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run } from "../processes";

/** The repository, for examples by name. */
const root = resolve(__dirname, "..", "..");

export interface Source {
  title: string;
  labFile: string;
  /** folder of the synthesized stack */
  stack: string;
}

/** An example of this repository, or a folder that synthesis wrote. */
export async function findSource(name: string, scratch: string, labFile?: string): Promise<Source> {
  const example = join(root, "examples", name);
  if (existsSync(join(example, "main.ts"))) {
    const output = join(scratch, `synth-${name}`);
    const env = { ...process.env, CDKTF_OUTDIR: output };
    const app = [require.resolve("tsx/cli"), join(example, "main.ts")];
    await run(process.execPath, app, { cwd: root, env, timeLimit: 300 });
    return {
      title: name,
      labFile: labFile ?? join(example, "lab.yaml"),
      stack: await findStack(output),
    };
  }
  const folder = resolve(name);
  if (!existsSync(folder))
    throw new Error(
      `${name} is neither an example (${(await examples()).join(", ")}) nor a folder`,
    );
  const file = labFile ?? join(folder, "lab.yaml");
  if (!existsSync(file))
    throw new Error(`${file}: not found; --lab-file names the lab file of a synthesized folder`);
  return { title: name, labFile: file, stack: await findStack(folder) };
}

/** Copies a stack, so that Terraform's state and plugins stay out of the user's folder. */
export async function copyStack(stack: string, target: string): Promise<void> {
  const leave = new Set([
    ".terraform",
    "terraform.tfstate",
    "terraform.tfstate.backup",
    ".terraform.tfstate.lock.info",
  ]);
  await cp(stack, target, {
    recursive: true,
    filter: (from) => !leave.has(from.slice(stack.length + 1)),
  });
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

async function examples(): Promise<string[]> {
  const folder = join(root, "examples");
  return existsSync(folder) ? readdir(folder) : [];
}
