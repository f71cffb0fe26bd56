import { median, readOutage } from "../../lab/outage";

/** What `ping -D` prints for answers at these times, in milliseconds. */
function ping(times: number[], sent = 1000): string {
  const answers = times.map((time, at) => {
    const stamp = (time / 1000).toFixed(6);
    return `[${stamp}] 64 bytes from 10.2.0.10: icmp_seq=${at + 1} ttl=62 time=1.0 ms`;
  });
  const summary = `${sent} packets transmitted, ${times.length} received, +3 errors, 1% packet loss`;
  return [...answers, "[9.9] From 10.1.0.2 icmp_seq=4 Destination Host Unreachable", summary].join(
    "\n",
  );
}

const every10 = (from: number, to: number) =>
  Array.from({ length: (to - from) / 10 }, (_, at) => from + at * 10);

describe("an outage", () => {
  it("lasts from the last answer before the fault to the first one after it", () => {
    const output = ping([...every10(0, 2000), ...every10(2400, 6000)]);
    const outage = readOutage(output, 2, 6);
    expect(outage).toMatchObject({ longestMs: 410, beforeMs: 10, survived: true });
    expect(outage.sent).toBe(1000);
  });

  it("counts answers that were still on their way when the fault came", () => {
    const output = ping([...every10(0, 2050), ...every10(2400, 6000)]);
    expect(readOutage(output, 2, 6).longestMs).toBe(360);
  });

  it("is no survival when answers stop again, or never come back", () => {
    expect(readOutage(ping([...every10(0, 2000), ...every10(2400, 3000)]), 2, 6).survived).toBe(
      false,
    );
    expect(readOutage(ping(every10(0, 2000)), 2, 6).survived).toBe(false);
  });

  it("tells a gap before the fault from one after it", () => {
    const output = ping([...every10(0, 1000), ...every10(1300, 6000)]);
    expect(readOutage(output, 2, 6)).toMatchObject({ beforeMs: 310, longestMs: 10 });
  });

  it("has a median of odd and even numbers of runs", () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([5, 1, 9, 7])).toBe(6);
  });
});
