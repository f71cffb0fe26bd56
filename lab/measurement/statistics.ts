/** What several runs of one fault say together, in milliseconds. */
export interface Figures {
  min: number;
  median: number;
  /** what 19 of 20 runs stay within */
  nineteenOfTwenty: number;
  max: number;
}

export function figures(values: number[]): Figures {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return {
    min: sorted[0],
    median: sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
    // The nearest rank: a value that was measured. Of fewer than 20 it is the largest.
    nineteenOfTwenty: sorted[Math.ceil(sorted.length * 0.95) - 1],
    max: sorted.at(-1)!,
  };
}
