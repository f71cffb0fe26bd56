import { Failure } from "./failures";
import { flowsOf, Impact } from "./impact";
import { Joined } from "./joined";
import { NOTHING, seenByRouting } from "./lost";
import { Settling } from "./routes";

/** Two failures at once. */
export type DoubleFailure = readonly [Failure, Failure];

/** What becomes of two sites when two things fail that are survived alone. */
export interface DoubleFailures {
  readonly survived: number;
  readonly fatal: readonly DoubleFailure[];
}

/** What routing takes for the same, as a link without either direction, stands for all of it. */
export function doubleFailures(
  impacts: readonly Impact[],
  joined: Joined,
  settled: Settling,
): DoubleFailures {
  const failures = distinct(impacts.filter((one) => one.survives).map(({ failure }) => failure));
  const pairs = failures.flatMap((first, index) =>
    failures.slice(index + 1).map((second): DoubleFailure => [first, second]),
  );
  const flows = flowsOf(joined).filter(
    ({ from, prefix }) => settled(NOTHING).paths(from, prefix).length > 0,
  );
  const fatal = pairs.filter(([{ lost: one }, { lost: other }]) => {
    const broken = settled(new Set([...one, ...other]));
    return flows.some(({ from, prefix }) => broken.paths(from, prefix).length === 0);
  });
  return { survived: pairs.length - fatal.length, fatal };
}

function distinct(failures: readonly Failure[]): Failure[] {
  const found = new Map<string, Failure>();
  for (const failure of failures) {
    const seen = seenByRouting(failure.lost);
    if (seen !== "" && !found.has(seen)) found.set(seen, failure);
  }
  return [...found.values()];
}
