import type { AtReturn, Outage } from "./outage";
import { predict, type Prediction, type Promised } from "./predictions";
import type { Condition, Results, Series } from "./results";
import type { Return } from "./run";
import { figures, type Figures } from "./statistics";
import type { Phases } from "./trace";

/** Prediction and measurement, side by side. */
export interface Comparison {
  /** none where synthesis says nothing */
  prediction?: Prediction;
  /** longest gap of each run */
  gaps: number[];
  figures: Figures;
  /** packets that never came, median of the runs */
  lost: number;
  /** runs in which traffic flowed while the fault lasted */
  survived: number;
}

/** All runs of one fault; gaps and losses are those of the direction that suffers most. */
export interface Row extends Comparison, Condition {
  ways: Way[];
  /** milliseconds from the fault's end until traffic was back in all directions, of runs that saw that */
  returned: number[];
  /** the fault's end, of runs that watched it */
  returns: Return[];
  /** of the runs that were traced */
  phases: Phases[];
  discarded: number;
  clearPackets: number;
}

/** One direction of traffic, in one address family. */
export interface Way extends Comparison {
  from: string;
  to: string;
  family: 4 | 6;
  returns: AtReturn[];
}

/** A row for each series that has a run, in the order in which they were measured. */
export function rowsOf({ series, promised }: Results): Row[] {
  return series.filter(({ runs }) => runs.length > 0).map((one) => rowOf(one, promised));
}

function rowOf(series: Series, promised: Promised): Row {
  const { fault, bfd, announced, runs, discarded } = series;
  const ways = runs[0].outages.map((_, at) => wayOf(series, at, promised));
  const back = runs.map(({ outages }) => outages.map(({ returnedMs }) => returnedMs ?? Infinity));
  return {
    ...measured(runs),
    prediction: worstPrediction(ways.flatMap(({ prediction }) => prediction ?? [])),
    fault,
    bfd,
    announced,
    ways,
    returned: back.map((times) => Math.max(...times)).filter(Number.isFinite),
    returns: runs.flatMap(({ atReturn }) => atReturn ?? []),
    phases: runs.flatMap(({ phases }) => phases ?? []),
    discarded: discarded.length,
    clearPackets: runs.reduce((sum, one) => sum + one.clearPackets, 0),
  };
}

/** Every run watches the same directions in the same order. */
function wayOf({ bfd, runs }: Series, at: number, promised: Promised): Way {
  const [{ failure, outages }] = runs;
  const { from, to, family } = outages[at];
  return {
    ...measured(runs.map(({ outages }) => outages[at])),
    // The plan has BFD: without it, it says nothing.
    prediction: bfd && failure ? predict(promised, failure, from, to) : undefined,
    from,
    to,
    family,
    returns: runs.flatMap(({ outages }) => outages[at].atReturn ?? []),
  };
}

type Suffered = Pick<Outage, "longestMs" | "lost" | "survived">;

function measured(outages: Suffered[]): Omit<Comparison, "prediction"> {
  const gaps = outages.map(({ longestMs }) => longestMs);
  return {
    gaps,
    figures: figures(gaps),
    lost: figures(outages.map(({ lost }) => lost)).median,
    survived: outages.filter(({ survived }) => survived).length,
  };
}

function worstPrediction(predictions: Prediction[]): Prediction | undefined {
  if (predictions.length === 0) return undefined;
  return {
    minMs: Math.max(...predictions.map(({ minMs }) => minMs)),
    maxMs: Math.max(...predictions.map(({ maxMs }) => maxMs)),
  };
}

/** What is measured: a fault, and of how many prefixes where that is the question. */
export function titleOf({ fault, announced }: Pick<Condition, "fault" | "announced">): string {
  return announced === undefined ? fault : `${fault}, ${announced} prefixes`;
}

/** Whether synthesis was right, as far as it says something. */
export function asPredicted(comparison: Comparison): boolean | undefined {
  const { prediction, gaps, figures, lost, survived } = comparison;
  if (!prediction) return undefined;
  const { minMs, maxMs } = prediction;
  if (maxMs === Infinity) return survived === 0;
  if (survived < gaps.length) return false;
  // A busy CPU delays packets as well: no outage is when none is lost.
  if (maxMs === 0) return lost === 0;
  return figures.median >= minMs && figures.median <= maxMs;
}
