import fs from "node:fs";
import path from "node:path";

type Json = Record<string, unknown>;

/** What a synthesis wrote: the measure of what cdktf alone has to write. */
export interface Written {
  readonly stacks: readonly WrittenStack[];
  readonly bytes: number;
}

export interface WrittenStack {
  readonly name: string;
  readonly resources: readonly { type: string; id: string; config: Json }[];
  readonly variables: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>>;
  /** All but cdk.tf.json. */
  readonly files: readonly { path: string; bytes: number }[];
  readonly bytes: number;
}

export function readWritten(outdir: string): Written {
  const folder = path.join(outdir, "stacks");
  const stacks = fs.readdirSync(folder).map((name) => readStack(name, path.join(folder, name)));
  return { stacks, bytes: stacks.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function readStack(name: string, folder: string): WrittenStack {
  const stack = JSON.parse(fs.readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(folder, file), bytes: fs.statSync(file).size }));
  return {
    name,
    resources: Object.entries<Record<string, Json>>(stack.resource ?? {}).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, config]) => ({ type, id, config })),
    ),
    variables: stack.variable ?? {},
    outputs: stack.output ?? {},
    files: files.filter((file) => file.path !== "cdk.tf.json"),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/** Tunnels of the network that the library wrote: one between two stacks is in the plan of both. */
export function tunnelsIn(outdir: string): number {
  const folder = path.join(outdir, "stacks");
  const plans = fs
    .readdirSync(folder)
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name, "plan.json"), "utf8")));
  const paths = plans.flatMap(({ tunnels }) =>
    (tunnels as { path: string }[]).map((it) => it.path),
  );
  return new Set(paths).size;
}
