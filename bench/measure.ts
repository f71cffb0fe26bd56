export interface Measurement {
  /** Of the CPU: what else the machine does stretches the clock, not this. */
  readonly milliseconds: number;
  /** The most memory the process ever held, its modules included. */
  readonly peakRssBytes: number;
}

/** Measures `work` in this process and prints the figures as the one line the parent reads. */
export function measure(work: () => void): void {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const measurement: Measurement = {
    milliseconds: (user + system) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}
