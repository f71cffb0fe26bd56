import { parseArgs } from "node:util";
import { runAlarmsCommand } from "./commands/alarms";
import { runChange } from "./commands/change";
import { runExec } from "./commands/exec";
import { runFlaps } from "./commands/flaps";
import { runLab } from "./commands/run";
import { runMeasure } from "./commands/measure";
import { runPlot } from "./commands/plot";
import { runSmoke } from "./commands/smoke";
import { releases, type Release } from "./image/recipe";
import { endAll } from "./processes";
import { terminalProgress } from "./progress";
import { faultKinds, type FaultKind } from "./topology/schema";

const usage = `npm run lab -- EXAMPLE|FOLDER [options]   boots, provisions, checks and breaks a synthesized network
  --fault FAULT       ${faultKinds.join(" | ")} | none; default gateway
  --keep              leaves it running until Ctrl-C, for "exec"
npm run lab -- measure EXAMPLE|FOLDER [options]
  --fault FAULT       may be given several times, also as FAULT=RUNS; "all" stands for every one
  --runs N            runs of each fault that must count; default 10
  --no-bfd            without BFD, for comparison
  --announce N        prefixes of each block that hosts announce; given several times, one number after the other
  --trace             says how much of a gap was detection, routing and the rest
  --json FILE         adds the results to those that are there
npm run lab -- plot FILE.json                     draws FILE.svg, and puts tables into FILE.md
npm run lab -- alarms EXAMPLE|FOLDER [options]    the gateways' own watch: no false alarm, every fault named by its layer
  --idle SECONDS      in which nothing is to happen; default 600
npm run lab -- flaps EXAMPLE|FOLDER [options]     how often BFD takes a slow gateway for a dead one, idle and busy
  --seconds N         for so long each time; default 60
  --load N            busy loops on each gateway; default 2
  --interval MS       between BFD's packets, in place of what the app has
npm run lab -- change EXAMPLE|FOLDER CHANGE…     makes changes that the app knows (CHANGE) and takes them back, under traffic
npm run lab -- exec GATEWAY|HOST [--] COMMAND…    in a lab that --keep left running
npm run lab -- smoke [EXAMPLE|FOLDER…]            every check on every network; default all examples
Options of all:
  --lab-file FILE     where hosts and transit are; by default lab.yaml of EXAMPLE or FOLDER
  --release RELEASE   runs every gateway on ${releases.join(" or ")}`;

const options = {
  fault: { type: "string", multiple: true },
  keep: { type: "boolean", default: false },
  runs: { type: "string", default: "10" },
  "no-bfd": { type: "boolean", default: false },
  announce: { type: "string", multiple: true, default: [] as string[] },
  trace: { type: "boolean", default: false },
  json: { type: "string" },
  idle: { type: "string", default: "600" },
  seconds: { type: "string", default: "60" },
  load: { type: "string", default: "2" },
  interval: { type: "string" },
  "lab-file": { type: "string" },
  release: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(words: string[]): Promise<void> {
  // What follows "exec" is somebody else's command line.
  if (words[0] === "exec") return runExec(words[1], words.slice(words[2] === "--" ? 3 : 2));
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [first, ...rest] = positionals;
  if (values.help || first === undefined) return console.log(usage);
  const progress = terminalProgress();
  const common = { progress, labFile: values["lab-file"], release: release(values.release) };
  const faults = (values.fault ?? ["gateway"]).filter((one) => one !== "none");
  if (first === "smoke") return runSmoke({ sources: rest, ...common });
  if (first === "measure") {
    return runMeasure({
      source: named(rest),
      faults: runsOf(faults, values.runs),
      noBfd: values["no-bfd"],
      announce: values.announce.map(wholeNumber),
      trace: values.trace,
      json: values.json,
      ...common,
    });
  }
  if (first === "change") {
    const [source, ...changes] = rest;
    return runChange({ source: named([source].filter(Boolean)), changes, ...common });
  }
  if (first === "alarms")
    return runAlarmsCommand({
      source: named(rest),
      seconds: wholeNumber(values.idle),
      ...common,
    });
  if (first === "flaps")
    return runFlaps({
      source: named(rest),
      seconds: wholeNumber(values.seconds),
      load: wholeNumber(values.load),
      intervalMs: values.interval === undefined ? undefined : wholeNumber(values.interval),
      ...common,
    });
  if (first === "plot") return runPlot({ results: named(rest), progress });
  return runLab({
    source: named(positionals),
    faults: faults.map(faultKind),
    keep: values.keep,
    ...common,
  });
}

function named(words: string[]): string {
  if (words.length === 1) return words[0];
  throw new Error(`one name, not ${words.length}\n${usage}`);
}

function release(text: string | undefined): Release | undefined {
  if (text === undefined || (releases as readonly string[]).includes(text))
    return text as Release | undefined;
  throw new Error(`--release ${text}: ${releases.join(" or ")}`);
}

function faultKind(text: string): FaultKind {
  if ((faultKinds as readonly string[]).includes(text)) return text as FaultKind;
  throw new Error(`--fault ${text}: none, ${faultKinds.join(", ")}`);
}

/** How often each fault is to be measured; what is said of one goes before what is said of all. */
function runsOf(words: string[], otherwise: string): Map<FaultKind, number> {
  const named = words.map((word) => word.split("=")).filter(([kind]) => kind !== "all");
  const some = words.length > named.length ? faultKinds.map((kind) => [kind]) : [];
  return new Map(
    [...some, ...named].map(([kind, runs]) => [faultKind(kind), wholeNumber(runs ?? otherwise)]),
  );
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${text}: a whole number from 1 on`);
  return number;
}

for (const [name, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.once(name, () => {
    void endAll().finally(() => process.exit(code));
  });

// Whoever started it may be killed without a word; npm and tsx stand between.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void endAll().finally(() => process.exit(1));
}, 1000).unref();

main(process.argv.slice(2)).then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    void endAll().finally(() => process.exit(1));
  },
);
