import { PeerLimits, Range } from "../../peers/limits/types";

/** The end of an expectation: whose limit it is, and who says so. */
export function because({ title, source }: PeerLimits, what: string): string {
  return `${what} for ${title} (${source})`;
}

export function within(value: number, ranges: readonly Range[]): boolean {
  return ranges.some(([low, high]) => value >= low && value <= high);
}

export function rangeText([low, high]: Range): string {
  return low === high ? String(low) : `${low} to ${high}`;
}
