/**
 * `npm run bench [-- --spokes 10,100 --runs 3]`: synthesizes hub-and-spoke networks on a pair of
 * hubs and compares with cdktf alone writing as much, each run in a process of its own.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Measurement } from "./measure";
import { readWritten } from "./written";

const { values: options } = parseArgs({
  options: {
    spokes: { type: "string", default: "10,100,1000" },
    runs: { type: "string", default: "5" },
  },
});
const sizes = options.spokes.split(",").map(Number);
const runs = Number(options.runs);

interface Result {
  readonly spokes: number;
  readonly resources: number;
  readonly files: number;
  readonly bytes: number;
  readonly library: Measurement;
  readonly cdktf: Measurement;
}

function inChild(script: string, ...args: string[]): Measurement {
  const command = ["--import", "tsx", path.join(__dirname, script), ...args];
  const output = execFileSync(process.execPath, command, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output.trimEnd().split("\n").at(-1)!);
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function medians(measurements: Measurement[]): Measurement {
  return {
    milliseconds: median(measurements.map((m) => m.milliseconds)),
    peakRssBytes: median(measurements.map((m) => m.peakRssBytes)),
  };
}

/** Both sides take turns, so that a slow minute of the machine hits both. */
function run(spokes: number): Result {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "routed-vpn-bench-"));
  try {
    const library: Measurement[] = [];
    const cdktf: Measurement[] = [];
    for (let i = 0; i < runs; i++) {
      const outdir = path.join(scratch, `library-${i}`);
      library.push(inChild("network.ts", String(spokes), outdir));
      const stack = path.join(outdir, "stacks", "bench");
      cdktf.push(inChild("baseline.ts", stack, path.join(scratch, `cdktf-${i}`)));
    }
    const written = readWritten(path.join(scratch, "library-0", "stacks", "bench"));
    const again = readWritten(path.join(scratch, "cdktf-0", "stacks", "bench"));
    if (Math.abs(again.bytes / written.bytes - 1) > 0.02)
      throw new Error(`cdktf alone wrote ${again.bytes} bytes, the library ${written.bytes}`);
    return {
      spokes,
      resources: written.resources.length,
      files: written.files.length,
      bytes: written.bytes,
      library: medians(library),
      cdktf: medians(cdktf),
    };
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

const seconds = (m: Measurement) => `${(m.milliseconds / 1000).toFixed(2)} s`;
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 2 : 0)} MiB`;
const times = (factor: number) => `×${factor.toFixed(2)}`;

function row(result: Result, before?: Result): Record<string, string | number> {
  const { library, cdktf } = result;
  return {
    spokes: result.spokes,
    resources: result.resources,
    files: result.files,
    written: mebibytes(result.bytes),
    library: seconds(library),
    "cdktf alone": seconds(cdktf),
    ratio: times(library.milliseconds / cdktf.milliseconds),
    "library peak": mebibytes(library.peakRssBytes),
    "cdktf peak": mebibytes(cdktf.peakRssBytes),
    growth: before
      ? `${times(library.milliseconds / before.library.milliseconds)} for ×${result.spokes / before.spokes}`
      : "-",
  };
}

console.log(
  `Medians of ${runs} runs; time is of building and synthesizing, without loading modules.`,
);
const results: Result[] = [];
for (const spokes of sizes) {
  console.error(`${spokes} spokes …`);
  results.push(run(spokes));
}
const rows = results.map((result, i) => row(result, results[i - 1]));
const table = [Object.keys(rows[0]), ...rows.map(Object.values)].map((cells) => cells.map(String));
const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
for (const cells of table)
  console.log(cells.map((cell, column) => cell.padStart(widths[column])).join("  "));
