import type { AtReturn } from "./outage";
import type { Prediction } from "./predictions";
import { asPredicted, titleOf, type Comparison, type Row } from "./rows";
import { figures } from "./statistics";
import type { Phases } from "./trace";

/** Where there is nothing to say. */
const NONE = "–";

/** Prediction and measurement side by side, and then each direction for itself; in Markdown. */
export function tables(rows: Row[], budgetMs: number): string {
  const parts = [true, false].flatMap((bfd) => {
    const some = rows.filter((row) => row.bfd === bfd);
    if (some.length === 0) return [];
    const title = bfd ? "With BFD" : "Without BFD";
    return [
      `${title}: the longest gap of a run, in the direction that suffers most, in ms.`,
      table(
        columns(budgetMs),
        some.map((row) => cells(row, budgetMs)),
      ),
      `${title}: each direction for itself.`,
      byDirection(some),
      ...byReturn(some, title),
      ...byPrefixes(some, title),
      ...byPhase(some, title),
    ];
  });
  return parts.join("\n\n") + "\n";
}

function columns(budgetMs: number): string[] {
  const measured = ["runs", "min", "median", "19 of 20", "max", `within ${budgetMs}`];
  return ["failure", "predicted", ...measured, "as predicted", "lost", "clear text", "discarded"];
}

function cells(row: Row, budgetMs: number): string[] {
  const { gaps, lost, clearPackets, discarded } = row;
  const within = gaps.filter((gap) => gap <= budgetMs).length;
  const measured =
    row.survived > 0
      ? [...fourFigures(row), `${within} of ${gaps.length}`]
      : [NONE, NONE, NONE, NONE, afterwards(row)];
  const counts = [lost, clearPackets, discarded].map(String);
  const runs = String(gaps.length);
  return [titleOf(row), describe(row.prediction), runs, ...measured, verdict(row), ...counts];
}

function fourFigures({ figures }: Comparison): string[] {
  const { min, median, nineteenOfTwenty, max } = figures;
  return [min, median, nineteenOfTwenty, max].map(String);
}

function verdict(comparison: Comparison): string {
  const answer = asPredicted(comparison);
  return answer === undefined ? NONE : answer ? "yes" : "**no**";
}

function describe(prediction: Prediction | undefined): string {
  if (!prediction) return NONE;
  const { minMs, maxMs } = prediction;
  if (maxMs === Infinity) return "until it is over";
  return maxMs === 0 ? "none" : `${minMs} to ${maxMs}`;
}

/** How soon traffic is back when what nothing survives is over. */
function afterwards({ returned }: Row): string {
  if (returned.length === 0) return "traffic did not come back";
  return `back ${figures(returned).median} ms after its end`;
}

function byDirection(rows: Row[]): string {
  const lines = rows
    .filter(({ survived }) => survived > 0)
    .flatMap((row) =>
      row.ways.map((way) => {
        const { from, to, family, prediction, lost } = way;
        const title = [titleOf(row), `${from} to ${to}, IPv${family}`, describe(prediction)];
        return [...title, ...fourFigures(way), verdict(way), String(lost)];
      }),
    );
  const measured = ["min", "median", "19 of 20", "max"];
  return table(["failure", "from, to", "predicted", ...measured, "as predicted", "lost"], lines);
}

/** What it costs that a failure is over. */
function byReturn(rows: Row[], title: string): string[] {
  const watched = rows.filter(({ returns }) => returns.length > 0);
  if (watched.length === 0) return [];
  const head = ["return from", "runs", "without loss", "lost, median", "lost, max"];
  const gaps = ["gap, median", "19 of 20", "max"];
  const sessions = ["all as before after, median", "runs in which sessions went down"];
  const lines = watched.map((row) => {
    const { returns } = row;
    const back = returns.flatMap((one) => (one.unfinished ? [] : (one.restoredMs ?? [])));
    const disturbed = returns.filter(({ dropped }) => dropped.length > 0).length;
    const restored = back.length === returns.length ? String(figures(back).median) : "not in all";
    return [titleOf(row), ...returnFigures(returns), restored, String(disturbed)];
  });
  const directions = watched.flatMap((row) =>
    row.ways.map(({ from, to, family, returns }) => [
      titleOf(row),
      `${from} to ${to}, IPv${family}`,
      ...returnFigures(returns),
    ]),
  );
  return [
    `${title}: what the end of the failure costs, in the direction that suffers most; gaps in ms.`,
    table([...head, ...gaps, ...sessions], lines),
    `${title}: the end of the failure, each direction for itself.`,
    table([head[0], "from, to", ...head.slice(1), ...gaps], directions),
  ];
}

function returnFigures(returns: AtReturn[]): string[] {
  const lost = figures(returns.map((one) => one.lost));
  const gaps = figures(returns.map(({ longestMs }) => longestMs));
  const whole = returns.filter((one) => one.lost === 0).length;
  return [
    String(returns.length),
    String(whole),
    ...[lost.median, lost.max, gaps.median, gaps.nineteenOfTwenty, gaps.max].map(String),
  ];
}

/** How much longer the same failure takes with more prefixes. */
function byPrefixes(rows: Row[], title: string): string[] {
  const counted = rows.filter(({ announced }) => announced !== undefined);
  const lines = [...new Set(counted.map(({ fault }) => fault))].flatMap((fault) => {
    const [fewest, ...more] = counted
      .filter((row) => row.fault === fault && row.survived > 0)
      .sort((one, other) => one.announced! - other.announced!);
    return more.map((row) => [
      fault,
      `${row.announced} to ${fewest.announced}`,
      (row.figures.median / fewest.figures.median).toFixed(2),
    ]);
  });
  if (lines.length === 0) return [];
  return [
    `${title}: how the medians of the same failure compare.`,
    table(["failure", "prefixes of each family", "ratio"], lines),
  ];
}

/** Where the time of a gap goes, of the runs that were traced. */
function byPhase(rows: Row[], title: string): string[] {
  const traced = rows.filter(({ phases }) => phases.length > 0);
  if (traced.length === 0) return [];
  const median = ({ phases }: Row, phase: keyof Phases) =>
    figures(phases.map((one) => one[phase])).median;
  const head = [
    "failure",
    "traced",
    "until BGP loses a session",
    "until the last route has changed",
    "until traffic arrives",
  ];
  const lines = traced.map((row) => [
    titleOf(row),
    String(row.phases.length),
    ...(["detection", "routing", "delivery"] as const).map((phase) => String(median(row, phase))),
  ]);
  return [`${title}: where the time of the longest gap goes, medians.`, table(head, lines)];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const [BEGIN, END] = ["<!-- measured: begin -->", "<!-- measured: end -->"];

/** A page with its part between the two comments replaced; at its end where it has none. */
export function intoPage(page: string, measured: string): string {
  const part = [
    BEGIN,
    "<!-- prettier-ignore-start -->\n",
    measured,
    "<!-- prettier-ignore-end -->",
    END,
  ].join("\n");
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) return `${page}${part}\n`;
  return page.slice(0, from) + part + page.slice(to + END.length);
}
