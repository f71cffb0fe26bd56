/**
 * `npm run bench [-- hub=100,1000 mesh=25,100 --runs 3]`: synthesizes networks and compares with cdktf
 * alone writing as much, each run in a process of its own.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { compileInto } from "./compiled";
import { Measurement } from "./measure";
import { readWritten, tunnelsIn } from "./written";

/** Of each network at least two sizes, for its growth. */
const DEFAULTS = [
  "hub=10,100,1000",
  "hub-ipv6=1000,5000",
  "pic=100,1000",
  "mesh=25,100",
  "pairs=10,40",
  "stacks=50,200",
];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" } },
});
const runs = Number(options.runs);

interface Result {
  readonly network: string;
  readonly size: number;
  readonly tunnels: number;
  readonly bytes: number;
  readonly library: Measurement;
  readonly cdktf: Measurement;
}

const compiled = fs.mkdtempSync(path.join(os.tmpdir(), "routed-vpn-compiled-"));
process.on("exit", () => fs.rmSync(compiled, { recursive: true }));
compileInto(compiled);

function inChild(script: string, ...args: string[]): Measurement {
  const command = [path.join(compiled, "bench", script), ...args];
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
function run(network: string, size: number): Result {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "routed-vpn-bench-"));
  const [ours, theirs] = ["library", "cdktf"].map((side) => path.join(scratch, side));
  try {
    const library: Measurement[] = [];
    const cdktf: Measurement[] = [];
    for (let i = 0; i < runs; i++) {
      for (const outdir of [ours, theirs]) fs.rmSync(outdir, { recursive: true, force: true });
      library.push(inChild("network.js", network, String(size), ours));
      cdktf.push(inChild("baseline.js", ours, theirs));
    }
    const { bytes } = readWritten(ours);
    const again = readWritten(theirs).bytes;
    if (Math.abs(again / bytes - 1) > 0.02)
      throw new Error(`cdktf alone wrote ${again} bytes, the library ${bytes}`);
    const tunnels = tunnelsIn(ours);
    return { network, size, tunnels, bytes, library: medians(library), cdktf: medians(cdktf) };
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

const seconds = (m: Measurement) => `${(m.milliseconds / 1000).toFixed(2)} s`;
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 2 : 0)} MiB`;

/** The power of the tunnels that the time grows with: 1 where each tunnel costs the same. */
function exponent(smaller: Result, larger: Result): string {
  const time = larger.library.milliseconds / smaller.library.milliseconds;
  return (Math.log(time) / Math.log(larger.tunnels / smaller.tunnels)).toFixed(2);
}

function row(result: Result, before?: Result): Record<string, string> {
  const { network, size, tunnels, bytes, library, cdktf } = result;
  return {
    network: `${network} ${size}`,
    tunnels: String(tunnels),
    written: mebibytes(bytes),
    library: seconds(library),
    "cdktf alone": seconds(cdktf),
    ratio: `×${(library.milliseconds / cdktf.milliseconds).toFixed(2)}`,
    "library peak": mebibytes(library.peakRssBytes),
    "cdktf peak": mebibytes(cdktf.peakRssBytes),
    exponent: before ? exponent(before, result) : "-",
  };
}

/** `hub=100,1000`: a network and its sizes. */
function measured(wanted: string): Record<string, string>[] {
  const [network, sizes = ""] = wanted.split("=");
  const results = sizes.split(",").map((size) => {
    console.error(`${network} ${size} …`);
    return run(network, Number(size));
  });
  return results.map((result, i) => row(result, results[i - 1]));
}

console.log(
  `Medians of ${runs} runs; CPU time of building and synthesizing, without loading modules.`,
);
const rows = (positionals.length > 0 ? positionals : DEFAULTS).flatMap(measured);
const table = [Object.keys(rows[0]), ...rows.map((one) => Object.values(one))];
const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
for (const cells of table)
  console.log(cells.map((cell, column) => cell.padStart(widths[column])).join("  "));
