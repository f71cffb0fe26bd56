/**
 * `npm run installs`: the packed library in a folder of its own, as its users have it, with each release of cdktf that
 * it is for. Takes some minutes, and packages from the registry.
 */
import { execFileSync } from "child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";

const ROOT = join(__dirname, "..", "..");

const RELEASES = [
  { cdktf: "~0.20.0", null: "^10.0.0" },
  { cdktf: "~0.21.0", null: "^11.0.0" },
];

/** Strict, and without skipLibCheck: the library's own types are checked too. */
const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "CommonJS",
    strict: true,
    esModuleInterop: true,
    skipLibCheck: false,
    outDir: "compiled",
    types: ["node"],
  },
  files: ["main.ts"],
};

const PACKAGE = {
  private: true,
  jest: { transform: { "^.+\\.ts$": "@swc/jest" }, testPathIgnorePatterns: ["compiled"] },
};

const WAYS: [name: string, command: string, ...words: string[]][] = [
  ["tsc, strictly", "npx", "tsc", "-p", "."],
  ["compiled, by node", "node", "compiled/main.js"],
  ["tsx", "npx", "tsx", "main.ts"],
  ["ts-node", "npx", "ts-node", "main.ts"],
  ["an ES module that takes names", "node", "named.mjs"],
  ["a CommonJS module", "node", "required.cjs"],
  ["jest", "npx", "jest", "--ci"],
];

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "routed-vpn-installs-"));
  try {
    const tarball = pack(scratch);
    const failed = RELEASES.flatMap((release) => installed(scratch, tarball, release));
    if (failed.length > 0) throw new Error(`failed:\n${failed.join("\n")}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** It builds first, even where the user's npm runs no scripts of packages. */
function pack(scratch: string): string {
  const words = ["pack", "--silent", "--ignore-scripts=false", "--pack-destination", scratch];
  const name = run(ROOT, "npm", ...words)
    .trim()
    .split("\n")
    .at(-1)!;
  return join(scratch, name);
}

function installed(scratch: string, tarball: string, release: (typeof RELEASES)[number]): string[] {
  const folder = join(scratch, `cdktf-${release.cdktf.slice(1)}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify(PACKAGE));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  copyFileSync(join(ROOT, "examples/ha-full-mesh/main.ts"), join(folder, "main.ts"));
  for (const file of ["named.mjs", "required.cjs", "app.test.ts"])
    copyFileSync(join(__dirname, "app", file), join(folder, file));
  const packages = [
    tarball,
    `cdktf@${release.cdktf}`,
    `@cdktf/provider-null@${release.null}`,
    "constructs@^10.3.0",
    ...["typescript@~5.9.0", "tsx", "ts-node", "jest", "@swc/core", "@swc/jest", "@types/node@20"],
  ];
  run(folder, "npm", "install", "--no-audit", "--no-fund", ...packages);
  return WAYS.flatMap(([name, command, ...words]) => {
    const title = `cdktf ${release.cdktf}: ${name}`;
    try {
      run(folder, command, ...words);
      console.log(`ok      ${title}`);
      return [];
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      console.log(`FAILED  ${title}\n${stdout}${stderr}`);
      return [title];
    }
  });
}

function run(folder: string, command: string, ...words: string[]): string {
  const env = { ...process.env, CI: "true" };
  return execFileSync(command, words, { cwd: folder, encoding: "utf8", stdio: "pipe", env });
}

main();
