/** `npm run fuzz -- --runs N --seed S`: hostile apps in batches, each with a seed of its own. */
import { spawnSync } from "child_process";
import { parseArgs } from "util";
import fc from "fast-check";
import { recipe } from "./app";
import { check } from "./check";

const BATCH = 1000;
/** A batch takes a minute or so: what takes this long hangs. */
const HANG_MS = 1_800_000;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "13" },
    batch: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
process.exitCode = values.batch ? batch() : batches();

function batch(): number {
  let accepted = 0;
  const property = fc.property(recipe, (one) => {
    if (check(one)) accepted++;
  });
  const result = fc.check(property, { seed, numRuns: runs });
  if (result.failed) console.log(fc.defaultReportMessage(result), result.errorInstance);
  else console.log(`seed ${seed}: ${runs} apps, ${accepted} accepted`);
  return result.failed ? 1 : 0;
}

/** Each in a process of its own, which can be ended. */
function batches(): number {
  const failed: string[] = [];
  for (let done = 0; done < runs; done += BATCH) {
    const size = String(Math.min(BATCH, runs - done));
    const own = ["--batch", "--runs", size, "--seed", String(seed + done / BATCH)];
    const script = [...process.execArgv, __filename, ...own];
    const { status } = spawnSync(process.execPath, script, { stdio: "inherit", timeout: HANG_MS });
    if (status === 0) continue;
    failed.push(`npm run fuzz -- ${own.slice(1).join(" ")}`);
    console.log(`${status === null ? "hangs" : "failed"}; again with: ${failed.at(-1)}`);
  }
  console.log(`${runs} apps from seed ${seed}: ${failed.length} of the batches failed`);
  return failed.length > 0 ? 1 : 0;
}
