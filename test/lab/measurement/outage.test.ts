import { longestPause, outages, type Watch } from "../../../lab/measurement/outage";
import { readSeen } from "../../../lab/measurement/watch";

/** Numbers that came every 5 ms between two times, in milliseconds; the number is its time over 5. */
function every5(from: number, to: number): [number, number][] {
  return Array.from({ length: (to - from) / 5 }, (_, at) => {
    const time = from + at * 5;
    return [time / 5, time * 1000];
  });
}

/** A watch of 6 s with a fault that was begun after 2 s and stood 100 ms later. */
function watch(received: [number, number][], more: Partial<Watch> = {}): Watch {
  const sent = every5(0, 6000).map(([, time]) => time);
  const flows = [{ from: "east", to: "west", address: "10.2.0.10", received }];
  return { begun: 2_000_000, stood: 2_100_000, end: 6_000_000, sent, flows, ...more };
}

describe("an outage", () => {
  it("lasts from the last arrival before the fault to the first one after it", () => {
    const [outage] = outages(watch([...every5(0, 2000), ...every5(2400, 6000)]));
    expect(outage).toEqual({
      from: "east",
      to: "west",
      family: 4,
      longestMs: 405,
      beforeMs: 5,
      lost: 80,
      survived: true,
    });
  });

  it("ends where its end begins: what that costs is told apart, with its own gap and losses", () => {
    const received = [...every5(0, 2000), ...every5(2400, 4100), ...every5(4300, 6000)];
    const [outage] = outages(watch(received, { healing: 4_000_000, healed: 4_050_000 }));
    expect(outage).toMatchObject({ longestMs: 405, lost: 80, survived: true });
    expect(outage.atReturn).toEqual({ longestMs: 205, lost: 40 });
  });

  it("of which nothing is back before its end counts from there for the return", () => {
    const received = [...every5(0, 2000), ...every5(4600, 6000)];
    const [outage] = outages(watch(received, { healing: 4_000_000, healed: 4_100_000 }));
    expect(outage).toMatchObject({ survived: false, longestMs: 2605, lost: 520, returnedMs: 500 });
    expect(outage.atReturn).toEqual({ longestMs: 600, lost: 120 });
  });

  it("has no return where its end was not watched", () => {
    expect(outages(watch(every5(0, 6000)))[0].atReturn).toBeUndefined();
  });

  it("is not lengthened by the time that it takes to bring the fault about", () => {
    const [{ longestMs }] = outages(watch([...every5(0, 2050), ...every5(2400, 6000)]));
    expect(longestMs).toBe(355);
  });

  it("is no survival when arrivals stop again, or never come back", () => {
    const again = outages(watch([...every5(0, 2000), ...every5(2400, 3000)]));
    expect(again[0]).toMatchObject({ survived: false, longestMs: 3005 });
    const never = outages(watch(every5(0, 2000)));
    expect(never[0]).toMatchObject({ survived: false, longestMs: 4005, lost: 800 });
  });

  it("tells a gap before the fault from one after it", () => {
    const [outage] = outages(watch([...every5(0, 1000), ...every5(1300, 6000)]));
    expect(outage).toMatchObject({ beforeMs: 305, longestMs: 5 });
  });

  it("is told of each direction and family", () => {
    const whole = every5(0, 6000);
    const flows = [
      { from: "east", to: "west", address: "10.2.0.10", received: whole },
      { from: "west", to: "east", address: "fd01::10", received: whole.slice(0, 400) },
    ];
    expect(outages(watch([], { flows }))).toMatchObject([
      { from: "east", family: 4, survived: true },
      { from: "west", family: 6, survived: false },
    ]);
  });

  it("that nothing survives ends some time after the fault has been healed", () => {
    const received = [...every5(0, 2000), ...every5(4600, 6000)];
    const [outage] = outages(watch(received, { healed: 4_000_000 }));
    expect(outage).toMatchObject({ survived: false, returnedMs: 600 });
    const [lasting] = outages(watch(every5(0, 2000), { healed: 4_000_000 }));
    expect(lasting.returnedMs).toBeUndefined();
  });

  it("is known as exactly as the sender kept its time", () => {
    expect(longestPause(watch([], { sent: [0, 5_000, 52_000, 57_000] }))).toBe(47);
  });
});

describe("what outage.sh prints", () => {
  const sessions = (downs: number) => {
    const bfd = [{ peer: "10.1.0.10", status: "up", uptime: 4 }];
    const counters = [{ peer: "10.1.0.10", "session-down": downs }];
    return `sessions ${JSON.stringify({ a: { bfd, counters } })}`;
  };
  const printed = (times: string) =>
    [sessions(0), sessions(1), "idle 40", `times ${times}`, 'probe {"sent":[1],"flows":[]}'].join(
      "\n",
    );

  it("is read in microseconds, with the sessions before and after", () => {
    const { watch, sessions, idlePercent } = readSeen(printed("1.000002 1.100000 2.5 "));
    expect(watch).toMatchObject({ begun: 1_000_002, stood: 1_100_000, sent: [1] });
    expect(watch.healed).toBeUndefined();
    expect(sessions.after[0].downs - sessions.before[0].downs).toBe(1);
    expect(idlePercent).toBe(40);
  });

  it("has the time of healing where the fault was healed in view", () => {
    const { watch } = readSeen(printed("1.000000 1.100000 9.000000 5.000000 4.900000 7.500000"));
    expect(watch).toMatchObject({ healed: 5_000_000, healing: 4_900_000, restored: 7_500_000 });
  });

  it("has no time of sessions that did not come up again", () => {
    const { watch } = readSeen(printed("1.000000 1.100000 9.000000 5.000000 4.900000 0"));
    expect(watch.restored).toBeUndefined();
  });

  it("is refused when the probe did not end well", () => {
    expect(() => readSeen("idle 40\nno host has the address 10.2.0.10")).toThrow(/no host has/);
  });
});
