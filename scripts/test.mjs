/** `npm test`: every check of the repository, from a fresh clone, without a question. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages } from "./install.mjs";

// jsii prints 12 lines about node 20 having left its makers' support; it works there.
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = "20";

const scratch = mkdtempSync(join(tmpdir(), "routed-vpn-test-"));
const tally = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function run(command, ...args) {
  return spawnSync(join("node_modules/.bin", command), args, { stdio: "inherit" }).status === 0;
}

function step(name, check) {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const ok = check();
  console.log(
    `${ok ? "ok" : "FAILED"}: ${name}, ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  if (!ok) failures.push(name);
  return ok;
}

function count(ok) {
  tally[ok ? "passed" : "failed"] += 1;
}

function apiReferenceIsCurrent() {
  if (!run("jsii-docgen", "-o", join(scratch, "API.md"))) return false;
  const current = existsSync("API.md") ? readFileSync("API.md", "utf8") : "";
  if (readFileSync(join(scratch, "API.md"), "utf8") === current) return true;
  console.error("API.md is not what lib/ says: run `npm run build && npm run docgen`.");
  return false;
}

function unitTests() {
  const report = join(scratch, "jest.json");
  const ok = run("jest", "--ci", "--json", `--outputFile=${report}`);
  if (!existsSync(report)) {
    count(false);
    return false;
  }
  const results = JSON.parse(readFileSync(report, "utf8"));
  tally.passed += results.numPassedTests;
  tally.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
  tally.skipped += results.numPendingTests + results.numTodoTests;
  return ok;
}

installPackages();
const built = step(
  "build (jsii)",
  () => spawnSync("npm", ["run", "--silent", "build"], { stdio: "inherit" }).status === 0,
);
count(built);
if (built) count(step("API.md is current", apiReferenceIsCurrent));
count(step("typecheck (tsc)", () => run("tsc", "--noEmit")));
count(step("lint (eslint)", () => run("eslint", "--max-warnings=0", ".")));
count(step("format (prettier)", () => run("prettier", "--check", ".")));
step("tests (jest)", unitTests);

rmSync(scratch, { recursive: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(", ")}`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
