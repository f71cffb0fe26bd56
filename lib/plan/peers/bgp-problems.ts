import { Problem, problem } from "../../model/problem";
import { PeerLimits } from "../../peers/limits/types";
import { because, rangeText, within } from "./expectation";
import { PeerLink } from "./types";

/** BGP timers and BFD that the peer does not support. */
export function bgpProblems({ end, mesh, sessions, bfd }: PeerLink, limits: PeerLimits): Problem[] {
  const path = mesh ?? end.path;
  const timers = sessions[0]?.timers;
  const found = (["keepaliveSeconds", "holdTimeSeconds"] as const).flatMap((property) => {
    const range = limits[property];
    if (!timers || !range || within(timers[property], [range])) return [];
    const expected = because(limits, `${rangeText(range)} seconds`);
    const remedy = "give the peer a mesh of its own with such timers";
    return [problem(path, property, timers[property], expected, remedy)];
  });
  if (!bfd || limits.bfd === undefined) return found;
  if (limits.bfd === false) {
    const seconds = timers!.holdTimeSeconds;
    const remedy = `give the peer a mesh of its own without bfd; its loss is then detected after the hold time, ${seconds} s here`;
    return [...found, problem(path, "bfd", bfd.name, because(limits, "no BFD"), remedy)];
  }
  const { intervalMs, multiplier } = limits.bfd;
  const values = [
    { property: "transmitIntervalMs", value: bfd.transmitIntervalMs, range: intervalMs },
    { property: "receiveIntervalMs", value: bfd.receiveIntervalMs, range: intervalMs },
    { property: "detectMultiplier", value: bfd.detectMultiplier, range: multiplier },
  ];
  const wrong = values
    .filter(({ value, range }) => !within(value, [range]))
    .map(({ property, value, range }) =>
      problem(
        path,
        `bfd.${property}`,
        value,
        because(limits, rangeText(range)),
        "give the peer a BfdProfile with a value in this range",
      ),
    );
  return [...found, ...wrong];
}
