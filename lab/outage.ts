/** What a stream of pings says about an outage. */
export interface Outage {
  /** longest time without an answer, from the fault on */
  longestMs: number;
  /** longest time without an answer before the fault: how quiet the lab was */
  beforeMs: number;
  /** answers came to the end, but for its last second */
  survived: boolean;
  sent: number;
  received: number;
}

/** Reads what `ping -D` printed, from the times of the fault and of the end, in seconds since 1970. */
export function readOutage(output: string, fault: number, end: number): Outage {
  const answers = [...output.matchAll(/^\[(\d+\.\d+)\] \d+ bytes from /gm)].map((match) =>
    Number(match[1]),
  );
  const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(output) ?? [];
  if (sent === undefined) throw new Error(`ping printed no summary:\n${output.slice(-500)}`);
  const before = answers.filter((time) => time <= fault);
  // The last answer before the fault is where the outage begins.
  const from = [before.at(-1) ?? fault, ...answers.filter((time) => time > fault)];
  return {
    longestMs: longestGap(from),
    beforeMs: longestGap(before),
    survived: end - from.at(-1)! < 1,
    sent: Number(sent),
    received: Number(received),
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function longestGap(times: number[]): number {
  const gaps = times.slice(1).map((time, at) => time - times[at]);
  return Math.round(Math.max(0, ...gaps) * 1000);
}
