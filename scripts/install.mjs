import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packagesOf = (lockfile) => JSON.parse(readFileSync(lockfile, "utf8")).packages;

/** True when node_modules holds what package-lock.json names (npm leaves its own copy of it there). */
function isInstalled() {
  if (!existsSync("node_modules/.package-lock.json")) return false;
  const installed = packagesOf("node_modules/.package-lock.json");
  return Object.entries(packagesOf("package-lock.json")).every(
    ([path, { version, optional, peer }]) =>
      path === "" || optional || peer || installed[path]?.version === version,
  );
}

/** Brings node_modules to the state of package-lock.json; runs from the repository's root. */
export function installPackages() {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  if (isInstalled()) return;
  console.log("Installing node packages (npm ci) …");
  const { status } = spawnSync("npm", ["ci"], { stdio: "inherit" });
  if (status === 0) return;
  console.error("`npm ci` failed: the packages have to be fetched once, see the lines above.");
  process.exit(1);
}
