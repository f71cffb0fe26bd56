/**
 * The main job on a fresh machine: synthesize an example, say what came out, and where a lab can
 * be had show it forward and survive the loss of its preferred gateway. `--no-lab` stops before;
 * `--no-install` leaves the lab's packages to who runs it.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { canInstall, installCommand, missingForLab } from "../lab/requirements";
import { describeStack } from "./summary";

const EXAMPLE = "ha-full-mesh";
const OUTPUT = "cdktf.out";
const OPTIONS = ["--no-lab", "--no-install"];

function tsx(...words: string[]): void {
  const env = { ...process.env, CDKTF_OUTDIR: OUTPUT };
  const { status, error } = spawnSync(process.execPath, [require.resolve("tsx/cli"), ...words], {
    stdio: "inherit",
    env,
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** What the lab lacks and Debian has. */
function installPackages(): void {
  const install = installCommand();
  if (!install || !canInstall()) return;
  console.log(
    "\nThe lab would now show these gateways forward, and lacks Debian's packages for it.",
  );
  console.log(`Running as root, so it installs them (\`npm start -- --no-install\` does not):\n`);
  for (const command of [["apt-get", "update"], install]) {
    console.log(`  ${command.join(" ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    // What is missing then is told below; an update may fail for a source that is not needed.
    if (status !== 0) console.error(`${stdout}${stderr}`);
  }
}

function main(words: string[]): void {
  const unknown = words.filter((word) => !OPTIONS.includes(word));
  if (unknown.length > 0) {
    console.error(`npm start knows ${OPTIONS.join(" and ")}, not ${unknown.join(" ")}`);
    process.exit(2);
  }

  console.log(`Synthesizing examples/${EXAMPLE}/main.ts …\n`);
  tsx(path.join("examples", EXAMPLE, "main.ts"));
  const stack = path.join(OUTPUT, "stacks", EXAMPLE);
  console.log(describeStack(stack));
  if (words.includes("--no-lab")) return;

  if (!words.includes("--no-install")) installPackages();
  const missing = missingForLab();
  if (missing.length > 0) {
    console.error("\nThe lab would now show these gateways forward. It cannot run here; missing:");
    for (const one of missing) console.error(`  - ${one}`);
    const install = installCommand();
    if (install) console.error(`Install what Debian has of it with:\n  ${install.join(" ")}`);
    process.exit(1);
  }
  console.log("\nThe same files on real gateways, in the lab:\n");
  tsx("lab/cli.ts", stack, "--lab-file", path.join("examples", EXAMPLE, "lab.yaml"));
}

main(process.argv.slice(2));
