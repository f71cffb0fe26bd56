import { titleOf, type Row } from "./rows";
import { figures } from "./statistics";

const WIDTH = 880;
const LABELS = 170;
const RIGHT = 30;
const STRIP = 30;
const HEAD = 66;
const FOOT = 34;
const DOT = 3.2;

/** Colours for a light page and a dark one; the page itself shines through. */
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.small { font-size: 11px; fill: #59636e; }
.title { font-weight: 600; }
.grid { stroke: #d1d9e0; }
.predicted { fill: #0969da; opacity: 0.16; }
.budget { stroke: #bc4c00; stroke-dasharray: 5 4; }
.word { fill: #bc4c00; }
.run { fill: #0969da; opacity: 0.75; }
.late { fill: #cf222e; }
.median { stroke: #1f2328; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .small { fill: #9198a1; }
  .grid { stroke: #3d444d; }
  .predicted { fill: #4493f8; opacity: 0.25; }
  .budget { stroke: #f0883e; }
  .word { fill: #f0883e; }
  .run { fill: #4493f8; }
  .late { fill: #ff7b72; }
  .median { stroke: #e6edf3; }
}`;

/** What a strip shows of a row. */
type Strip = Pick<Row, "fault" | "announced" | "prediction" | "gaps" | "figures">;

/** A strip for each fault: its prediction as a band, a dot for each run, a line for the median. */
export function plot(rows: Row[], budgetMs: number, title: string): string {
  const panels = [true, false].flatMap((bfd) => {
    const some = rows.filter((row) => row.bfd === bfd);
    const heading = `${title}, ${bfd ? "with" : "without"} BFD`;
    return [
      { heading, strips: some.filter(({ survived }) => survived > 0) },
      { heading: `${heading}: the end of each failure`, strips: some.flatMap(returnStrip) },
    ];
  });
  let top = 0;
  const drawn = panels
    .filter(({ strips }) => strips.length > 0)
    .map(({ heading, strips }) => {
      const text = `<g transform="translate(0 ${top})">\n${panel(strips, budgetMs, heading)}\n</g>`;
      top += heightOf(strips);
      return text;
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

/** Nothing is predicted of a return but that it loses nothing. */
function returnStrip({ fault, announced, returns }: Row): Strip[] {
  if (returns.length === 0) return [];
  const gaps = returns.map(({ longestMs }) => longestMs);
  return [{ fault, announced, gaps, figures: figures(gaps) }];
}

function heightOf(rows: Strip[]): number {
  return HEAD + rows.length * STRIP + FOOT;
}

function panel(rows: Strip[], budgetMs: number, heading: string): string {
  const highest = Math.max(
    budgetMs,
    ...rows.flatMap(({ gaps, prediction }) => [...gaps, finite(prediction?.maxMs)]),
  );
  const step = tick(highest);
  const limit = Math.ceil((highest * 1.02) / step) * step;
  const x = (ms: number) => round(LABELS + (ms / limit) * (WIDTH - LABELS - RIGHT));
  const bottom = HEAD + rows.length * STRIP;
  const ticks = Array.from({ length: limit / step + 1 }, (_, at) => at * step);
  return [
    `<text class="title" x="12" y="20">${escape(heading)}</text>`,
    `<text class="small" x="12" y="38">longest gap in ms; a dot is a run, the line its median, the band what synthesis predicts</text>`,
    ...ticks.flatMap((ms) => [
      line("grid", x(ms), HEAD, x(ms), bottom),
      `<text class="small" x="${x(ms)}" y="${bottom + 16}" text-anchor="middle">${ms}</text>`,
    ]),
    ...rows.map((row, at) => strip(row, budgetMs, x, HEAD + at * STRIP)),
    line("budget", x(budgetMs), HEAD - 6, x(budgetMs), bottom),
    `<text class="small word" x="${x(budgetMs)}" y="${HEAD - 9}" text-anchor="middle">budget, ${budgetMs} ms</text>`,
  ].join("\n");
}

function strip(row: Strip, budgetMs: number, x: (ms: number) => number, top: number): string {
  const { prediction, gaps, figures } = row;
  const middle = top + STRIP / 2;
  const parts = [`<text x="12" y="${middle + 4}">${escape(titleOf(row))}</text>`];
  if (prediction && Number.isFinite(prediction.maxMs)) {
    const { minMs, maxMs } = prediction;
    const [from, width] = [x(minMs), round(Math.max(2, x(maxMs) - x(minMs)))];
    parts.push(
      `<rect class="predicted" x="${from}" y="${top + 3}" width="${width}" height="${STRIP - 6}"/>`,
    );
  }
  gaps.forEach((gap, run) => {
    // Runs side by side, so that equal ones do not hide each other.
    const y = round(middle + ((run % 5) - 2) * 4);
    const late = gap > budgetMs ? " late" : "";
    parts.push(`<circle class="run${late}" cx="${x(gap)}" cy="${y}" r="${DOT}"/>`);
  });
  parts.push(line("median", x(figures.median), top + 3, x(figures.median), top + STRIP - 3));
  return parts.join("\n");
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function finite(ms = 0): number {
  return Number.isFinite(ms) ? ms : 0;
}

/** A round step that gives about eight of them. */
function tick(highest: number): number {
  const rough = highest / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough)!;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
