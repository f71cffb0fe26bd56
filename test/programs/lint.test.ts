import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "../../programs");
const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).sort();

const LINTERS = [
  { linter: "shellcheck", files: sources.filter((name) => name.endsWith(".sh")) },
  { linter: "pyflakes3", files: sources.filter((name) => name.endsWith(".py")) },
];

it.each(LINTERS)("there are programs for $linter to look at", ({ files }) => {
  expect(files.length).toBeGreaterThan(2);
});

describe.each(LINTERS)("$linter", ({ linter, files }) => {
  const there = spawnSync(linter, ["--version"]).status === 0;

  (there ? it : it.skip).each(files)(`finds nothing in %s (${linter})`, (name) => {
    const { status, stdout, stderr } = spawnSync(linter, [join(FOLDER, name)], {
      encoding: "utf8",
    });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: "" });
  });
});
