import type { Failure } from "../../../lab/topology/fault";
import { plot } from "../../../lab/measurement/plot";
import { rowsOf } from "../../../lab/measurement/rows";
import type { Return, Run } from "../../../lab/measurement/run";
import { figures } from "../../../lab/measurement/statistics";
import { intoPage, tables } from "../../../lab/measurement/table";
import { results, run, series } from "./results";

const transitLost: Failure = { kind: "transit", at: [], direction: "in", seenFrom: "a" };

const measured = results(
  series({
    fault: "tunnel",
    runs: [run(310, 330), run(420, 280), run(290, 620)],
    discarded: ["bfd session of b with 10.1.0.10 flapped"],
  }),
  series({
    fault: "transit-in",
    runs: [run(9, 24_000, transitLost)].map((one) => ({
      ...one,
      survived: false,
      outages: one.outages.map((way) => ({ ...way, survived: false, returnedMs: 3200 })),
    })),
  }),
  series({ fault: "tunnel", bfd: false, runs: [run(8200, 8300), run(8800, 8100)] }),
  series({ fault: "gateway", runs: [] }),
);

/** A run whose end was watched, alike in every direction. */
function ended(one: Run, atReturn: Return): Run {
  const { longestMs, lost } = atReturn;
  const outages = one.outages.map((way) => ({ ...way, atReturn: { longestMs, lost } }));
  return { ...one, outages, atReturn };
}

describe("figures of several runs", () => {
  it("have a median of odd and even numbers of runs", () => {
    expect(figures([5, 1, 9]).median).toBe(5);
    expect(figures([5, 1, 9, 7]).median).toBe(6);
  });

  it("have the value that 19 of 20 stay within, which of fewer is the largest", () => {
    const twenty = Array.from({ length: 20 }, (_, at) => 20 - at);
    expect(figures(twenty).nineteenOfTwenty).toBe(19);
    expect(figures([...twenty, ...twenty]).nineteenOfTwenty).toBe(19);
    expect(figures([3, 1, 2]).nineteenOfTwenty).toBe(3);
  });
});

describe("the table", () => {
  const lines = tables(rowsOf(measured), 500).split("\n");
  const rows = (fault: string) => lines.filter((line) => line.startsWith(`| ${fault} |`));

  it("has prediction and measurement side by side, and what was discarded", () => {
    expect(rows("tunnel")[0]).toBe(
      "| tunnel | 220 to 460 | 3 | 330 | 420 | 620 | 620 | 2 of 3 | yes | 60 | 0 | 1 |",
    );
  });

  it("has each direction for itself", () => {
    expect(rows("tunnel").slice(1, 3)).toEqual([
      "| tunnel | desk to server, IPv4 | 220 to 450 | 290 | 310 | 420 | 420 | yes | 60 |",
      "| tunnel | server to desk, IPv4 | 220 to 460 | 280 | 330 | 620 | 620 | yes | 60 |",
    ]);
  });

  it("says of what nothing survives when traffic was back", () => {
    expect(rows("transit-in")).toEqual([
      "| transit-in | until it is over | 1 | – | – | – | – | back 3200 ms after its end | yes | 60 | 0 | 0 |",
    ]);
  });

  it("predicts nothing for a network whose BFD was taken away, and has no row without a run", () => {
    expect(rows("tunnel")[3]).toMatch(/^\| tunnel \| – \| 2 \| 8300 \|/);
    expect(rows("gateway")).toEqual([]);
  });

  it("says where the median is not as predicted", () => {
    const late = results(series({ fault: "tunnel", runs: [run(700, 300)] }));
    expect(tables(rowsOf(late), 500)).toContain("| 0 of 1 | **no** |");
    const lost = results(
      series({
        fault: "tunnel",
        runs: [run(300, 300), run(5000, 5000, undefined, { survived: false })],
      }),
    );
    expect(tables(rowsOf(lost), 500)).toContain("| **no** |");
  });

  it("has no outage as predicted where no packet was lost, however late some came", () => {
    const death: Failure = { kind: "ike-daemon", at: ["a"], seenFrom: "a" };
    const lossy = run(70, 60, death);
    const none = { ...lossy, lost: 0, outages: lossy.outages.map((one) => ({ ...one, lost: 0 })) };
    const verdict = (one: Run) =>
      tables(rowsOf(results(series({ fault: "ike-daemon", runs: [one] }))), 500);
    expect(verdict(none)).toContain("| ike-daemon | none | 1 | 70 | 70 | 70 | 70 | 1 of 1 | yes |");
    expect(verdict(lossy)).toContain("| 1 of 1 | **no** | 60 |");
  });

  it("compares the same failure with few prefixes and with many", () => {
    const of = (announced: number, ...gaps: number[]) =>
      series({ fault: "tunnel", announced, runs: gaps.map((gap) => run(gap, 300)) });
    const counted = rowsOf(results(of(20000, 400, 360, 440), of(10, 320), of(1000, 352)));
    const text = tables(counted, 500);
    expect(text).toContain("| tunnel, 20000 prefixes | 220 to 460 | 3 | 360 | 400 |");
    expect(text).toContain("| tunnel | 1000 to 10 | 1.10 |\n| tunnel | 20000 to 10 | 1.25 |");
    expect(tables(rowsOf(measured), 500)).not.toContain("ratio");
  });

  it("has the end of each failure beside it, where that was watched", () => {
    const end = (lost: number, longestMs: number, more: Partial<Return> = {}) =>
      ended(run(300, 300), { lost, longestMs, restoredMs: 2000, dropped: [], ...more });
    const late = end(12, 70, { restoredMs: undefined, dropped: ["c bgp 10.9.0.1"] });
    const runs = [end(0, 9), end(4, 25), end(0, 11)];
    const of = (...some: Run[]) =>
      tables(rowsOf(results(series({ fault: "uplink", runs: some }))), 500);
    expect(of(...runs)).toContain("| uplink | 3 | 2 | 0 | 4 | 11 | 25 | 25 | 2000 | 0 |");
    expect(of(...runs)).toContain(
      "| uplink | desk to server, IPv4 | 3 | 2 | 0 | 4 | 11 | 25 | 25 |",
    );
    expect(of(...runs, late)).toContain("| 12 | 18 | 70 | 70 | not in all | 1 |");
    expect(of(end(0, 9, { unfinished: true }))).toContain("| not in all | 0 |");
    expect(tables(rowsOf(measured), 500)).not.toContain("return from");
  });

  it("takes its own part of a page, and leaves the rest alone", () => {
    const page = intoPage("# Convergence\n\nWords.\n\n", "first\n");
    const again = intoPage(`${page}\nMore words.\n`, "second\n");
    expect(again).toContain("second");
    expect(again).not.toContain("first");
    expect(again).toMatch(/^# Convergence\n\nWords\.\n[^]*\nMore words\.\n$/);
  });
});

describe("the plot", () => {
  const text = plot(rowsOf(measured), 500, "ha-full-mesh on bookworm & <others>");
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;

  it("has a dot for each run that was survived, and marks those beyond the budget", () => {
    expect(count(/<circle /g)).toBe(5);
    expect(count(/class="run late"/g)).toBe(3);
  });

  it("has strips of their own for returns, in a panel beside the failures", () => {
    const end = { longestMs: 20, lost: 0, restoredMs: 2000, dropped: [] };
    const runs = [ended(run(310, 330), end), ended(run(420, 280), end)];
    const drawn = plot(rowsOf(results(series({ fault: "tunnel", runs }))), 500, "net");
    expect(drawn).toContain("net, with BFD: the end of each failure</text>");
    expect([...drawn.matchAll(/<circle /g)]).toHaveLength(4);
    expect(text).not.toContain("the end of each failure");
  });

  it("has a band where there is a prediction, and the budget in each panel", () => {
    expect(count(/<rect class="predicted"/g)).toBe(1);
    expect(count(/<line class="budget"/g)).toBe(2);
  });

  it("puts runs where their axis has them", () => {
    const x = (pattern: RegExp) => Number(pattern.exec(text)?.[1]);
    const zero = x(/<text class="small" x="([\d.]+)"[^>]*>0</);
    const hundred = x(/<text class="small" x="([\d.]+)"[^>]*>100</);
    const first = x(/<circle class="run" cx="([\d.]+)"/);
    expect(first).toBeCloseTo(zero + (hundred - zero) * 3.3, 0);
  });

  it("is well-formed, and the same each time", () => {
    expect(text).toContain("<title>ha-full-mesh on bookworm &amp; &lt;others></title>");
    expect(count(/<g /g)).toBe(count(/<\/g>/g));
    expect(plot(rowsOf(measured), 500, "ha-full-mesh on bookworm & <others>")).toBe(text);
  });
});
