import { performance } from "node:perf_hooks";

export interface Measurement {
  readonly milliseconds: number;
  /** The most memory the process ever held, its modules included. */
  readonly peakRssBytes: number;
}

/** Times `work` in this process and prints the figures as the one line the parent reads. */
export function measure(work: () => void): void {
  const start = performance.now();
  work();
  const measurement: Measurement = {
    milliseconds: performance.now() - start,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}
