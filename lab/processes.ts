import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { rmSync } from "node:fs";

/** Every child of the lab, so that none outlives it. */
const children = new Set<ChildProcess>();

/** Files and folders that go when this process does, however it ends. */
const scratch = new Set<string>();

process.on("exit", () => {
  for (const child of children) signal(child, "SIGKILL");
  for (const path of scratch) rmSync(path, { recursive: true, force: true });
});

/** Removes a path when this process ends, or earlier, by the function it returns. */
export function removeAtExit(path: string): () => void {
  scratch.add(path);
  return () => {
    if (scratch.delete(path)) rmSync(path, { recursive: true, force: true });
  };
}

export interface Started {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  stdio?: StdioOptions;
}

export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions extends Omit<Started, "stdio"> {
  /** Seconds after which the command is ended and the call fails. */
  timeLimit: number;
  input?: string | Buffer;
  /** Return a non-zero exit code instead of throwing. */
  mayFail?: boolean;
  /** Names the command in errors; default the command line itself. */
  title?: string;
}

export class CommandFailed extends Error {
  constructor(command: string, reason: string, output: string) {
    super(`${command}: ${reason}${output ? `\n${indent(lastLines(output, 30))}` : ""}`);
    this.name = "CommandFailed";
  }
}

/** Starts a long-lived child; the kernel ends it too if this process is killed. */
export function start(command: string, args: string[], options: Started = {}): ChildProcess {
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", command, ...args], {
    ...options,
    // A session of its own: Ctrl-C reaches the lab alone, which then ends its children in order.
    detached: true,
  });
  children.add(child);
  const forget = () => children.delete(child);
  child.once("exit", forget);
  child.once("error", forget);
  return child;
}

/** Runs a command to its end and returns what it wrote. */
export async function run(command: string, args: string[], options: RunOptions): Promise<Finished> {
  const { timeLimit, input, mayFail, title, ...started } = options;
  const child = start(command, args, {
    ...started,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const shown = title ?? [command, ...args].join(" ").slice(0, 200);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout!.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr!.on("data", (chunk: Buffer) => err.push(chunk));
  // The command may end without reading its input.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);

  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signal(child, "SIGKILL");
  }, timeLimit * 1000);
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", (error) => reject(new CommandFailed(shown, error.message, "")));
    child.once("close", (status, sig) => resolve(status ?? (sig ? 255 : 0)));
  }).finally(() => clearTimeout(timer));
  const finished = {
    code,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  };
  const output = finished.stderr.trim() || finished.stdout.trim();
  if (late) throw new CommandFailed(shown, `not done after ${timeLimit} s`, output);
  if (code !== 0 && !mayFail) throw new CommandFailed(shown, `exit code ${code}`, output);
  return finished;
}

/** Ends a child and all it started; SIGKILL after a grace period. */
export async function end(child: ChildProcess, graceSeconds = 5): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signal(child, "SIGTERM");
  const timer = setTimeout(() => signal(child, "SIGKILL"), graceSeconds * 1000);
  await gone;
  clearTimeout(timer);
}

export async function endAll(): Promise<void> {
  await Promise.all([...children].map((child) => end(child)));
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Quotes words for a POSIX shell. */
export function quote(...words: string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    // Its whole process group: terraform and mmdebstrap have children of their own.
    process.kill(-child.pid, name);
  } catch {
    // Already gone.
  }
}
