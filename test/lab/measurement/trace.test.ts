import type { Arrivals, Watch } from "../../../lab/measurement/outage";
import { rowsOf } from "../../../lab/measurement/rows";
import { readSeen } from "../../../lab/measurement/watch";
import { tables } from "../../../lab/measurement/table";
import { phases } from "../../../lab/measurement/trace";
import { results, run, series } from "./results";

/** One direction in which a packet came every 5 ms, but for a gap; milliseconds. */
function direction(silentFrom: number, silentTo: number): Arrivals {
  const times = Array.from({ length: 600 }, (_, at) => at * 5);
  const came = times.filter((time) => time <= silentFrom || time >= silentTo);
  const received = came.map((time): [number, number] => [time / 5, time * 1000]);
  return { from: "east", to: "west", address: "10.2.0.10", received };
}

const watch: Watch = {
  begun: 2_000_000,
  stood: 2_050_000,
  end: 2_995_000,
  sent: [],
  flows: [direction(2_030, 2_130), direction(2_010, 2_400)],
};
const milliseconds = (...times: number[]) => times.map((time) => time * 1000);

describe("a gap that is traced", () => {
  it("is split at the first session that is lost in it and the last route that changes in it", () => {
    const losses = milliseconds(1_000, 2_300, 2_320, 2_900);
    const changes = milliseconds(2_020, 2_310, 2_380, 2_500);
    expect(phases(watch, { losses, changes })).toEqual({
      detection: 290,
      routing: 80,
      delivery: 20,
    });
  });

  it("is not split where no session was lost in it, or no route has changed after", () => {
    expect(phases(watch, { losses: milliseconds(2_500), changes: [] })).toBeUndefined();
    const changes = milliseconds(2_020);
    expect(phases(watch, { losses: milliseconds(2_300), changes })).toBeUndefined();
  });

  it("is read from what the guest prints, and shown as medians", () => {
    const printed = [
      "sessions {}",
      "sessions {}",
      'routes [[2310000,"gw-a"]]',
      "losses 2.300000 2.320000",
      "idle 40",
      "times 2.000000 2.050000 2.995000 ",
      'probe {"sent":[],"flows":[]}',
    ];
    const { trace } = readSeen(printed.join("\n"));
    expect(trace).toEqual({ losses: [2_300_000, 2_320_000], changes: [2_310_000] });
    const untraced = printed.filter((line) => !/^(routes|losses) /.test(line));
    expect(readSeen(untraced.join("\n")).trace).toBeUndefined();
    const traced = [290, 300, 280].map((detection) =>
      run(400, 300, undefined, { phases: { detection, routing: 80, delivery: 20 } }),
    );
    const table = tables(rowsOf(results(series({ fault: "tunnel", runs: traced }))), 500);
    expect(table).toContain("| tunnel | 3 | 290 | 80 | 20 |");
  });
});
