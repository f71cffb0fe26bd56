/** Milliseconds, from the best case to the worst. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const NO_TIME: Interval = { min: 0, max: 0 };

export function plus(a: Interval, b: Interval): Interval {
  return { min: a.min + b.min, max: a.max + b.max };
}

export function times(factor: number, { min, max }: Interval): Interval {
  return { min: factor * min, max: factor * max };
}

/** The one that lasts longer at its worst. */
export function worse(a: Interval, b: Interval): Interval {
  return b.max > a.max ? b : a;
}
