import fs from "node:fs";
import path from "node:path";

type Json = Record<string, unknown>;

/** What a synthesis wrote for one stack: the measure of what cdktf alone has to write. */
export interface Written {
  readonly resources: readonly { type: string; id: string; config: Json }[];
  readonly variables: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>>;
  readonly files: readonly { path: string; bytes: number }[];
  readonly bytes: number;
}

export function readWritten(stackFolder: string): Written {
  const stack = JSON.parse(fs.readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8"));
  const files = fs
    .readdirSync(stackFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(stackFolder, file), bytes: fs.statSync(file).size }));
  return {
    resources: Object.entries<Record<string, Json>>(stack.resource ?? {}).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, config]) => ({ type, id, config })),
    ),
    variables: stack.variable ?? {},
    outputs: stack.output ?? {},
    files: files.filter((file) => file.path !== "cdk.tf.json"),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}
