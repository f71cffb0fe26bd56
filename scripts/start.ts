/**
 * The main job on a fresh machine: synthesize an example, say what came out, and where a lab can
 * be had show it forward and survive the loss of its preferred gateway. `--no-lab` stops before.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { installCommand, missingForLab } from "../lab/requirements";
import { describeStack } from "./summary";

const EXAMPLE = "ha-full-mesh";
const OUTPUT = "cdktf.out";

function tsx(...words: string[]): void {
  const env = { ...process.env, CDKTF_OUTDIR: OUTPUT };
  const { status, error } = spawnSync(process.execPath, [require.resolve("tsx/cli"), ...words], {
    stdio: "inherit",
    env,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function main(words: string[]): void {
  const unknown = words.filter((word) => word !== "--no-lab");
  if (unknown.length > 0) {
    console.error(`npm start knows --no-lab only, not ${unknown.join(" ")}`);
    process.exit(2);
  }

  console.log(`Synthesizing examples/${EXAMPLE}/main.ts …\n`);
  tsx(path.join("examples", EXAMPLE, "main.ts"));
  const stack = path.join(OUTPUT, "stacks", EXAMPLE);
  console.log(describeStack(stack));
  if (words.includes("--no-lab")) return;

  const missing = missingForLab();
  if (missing.length > 0) {
    console.error("\nThe lab would now show these gateways forward. It cannot run here; missing:");
    for (const one of missing) console.error(`  - ${one}`);
    const install = installCommand();
    if (install) console.error(`Install what Debian has of it with:\n  ${install}`);
    process.exit(1);
  }
  console.log("\nThe same files on real gateways, in the lab:\n");
  tsx("lab/cli.ts", stack, "--lab-file", path.join("examples", EXAMPLE, "lab.yaml"));
}

main(process.argv.slice(2));
