import type { FaultKind } from "../topology/schema";
import { predict, type Prediction, type Promised } from "./predictions";
import type { Results, Series } from "./results";
import { figures, type Figures } from "./statistics";
import type { Phases } from "./trace";

/** Prediction and measurement of one fault, side by side. */
export interface Row {
  fault: FaultKind;
  bfd: boolean;
  /** longest gap of each run, in the direction that suffered most */
  gaps: number[];
  figures: Figures;
  /** of the direction that is to suffer most */
  prediction?: Prediction;
  ways: Way[];
  /** milliseconds from the fault's end until traffic was back in all directions, of runs that saw that */
  returned: number[];
  /** runs in which traffic flowed while the fault lasted */
  survived: number;
  /** of the runs that were traced */
  phases: Phases[];
  discarded: number;
  clearPackets: number;
}

/** One direction of traffic, in one address family. */
export interface Way {
  from: string;
  to: string;
  family: 4 | 6;
  figures: Figures;
  prediction?: Prediction;
}

/** A row for each series that has a run, in the order in which they were measured. */
export function rowsOf({ series, promised }: Results): Row[] {
  return series.filter(({ runs }) => runs.length > 0).map((one) => rowOf(one, promised));
}

function rowOf(series: Series, promised: Promised): Row {
  const { fault, bfd, runs, discarded } = series;
  const gaps = runs.map(({ longestMs }) => longestMs);
  const ways = runs[0].outages.map((_, at) => wayOf(series, at, promised));
  const back = runs.map(({ outages }) => outages.map(({ returnedMs }) => returnedMs ?? Infinity));
  return {
    fault,
    bfd,
    gaps,
    figures: figures(gaps),
    prediction: worst(ways.map(({ prediction }) => prediction)),
    ways,
    returned: back.map((times) => Math.max(...times)).filter(Number.isFinite),
    survived: runs.filter(({ survived }) => survived).length,
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
    from,
    to,
    family,
    figures: figures(runs.map(({ outages }) => outages[at].longestMs)),
    // The plan has BFD: without it, it says nothing.
    prediction: bfd && failure ? predict(promised, failure, from, to) : undefined,
  };
}

function worst(predictions: (Prediction | undefined)[]): Prediction | undefined {
  const known = predictions.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  return {
    minMs: Math.max(...known.map(({ minMs }) => minMs)),
    maxMs: Math.max(...known.map(({ maxMs }) => maxMs)),
  };
}

/** Whether synthesis was right, as far as it says something about the fault. */
export function asPredicted({ prediction, figures, survived, gaps }: Row): boolean | undefined {
  if (!prediction) return undefined;
  const { minMs, maxMs } = prediction;
  if (maxMs === Infinity) return survived === 0;
  return survived === gaps.length && figures.median >= minMs && figures.median <= maxMs;
}
