import { Direction, Failure } from "./failures";
import { Flow, Impact, REPAIR } from "./impact";
import { Interval } from "./interval";

/** A failure in words, as the runbook and errors have it. */
export function describeFailure({ kind, at, direction }: Failure): string {
  const [first, second] = at;
  switch (kind) {
    case "gateway":
      return `${first} loses its power`;
    case "uplink":
      return `${first}'s uplink drops all ${UPLINK[direction ?? "both"]}packets`;
    case "inside":
      return `${first} loses its link to the inside`;
    case "tunnel": {
      const names = [`from ${first} to ${second}`, `from ${second} to ${first}`] as const;
      return `the path between ${first} and ${second} ${dropsPackets(direction, ...names)}`;
    }
    case "pair-link":
      return `the link between ${first} and ${second} is cut`;
    case "transit": {
      const sites = ["to the second site", "to the first site"] as const;
      return `the transit between the sites ${dropsPackets(direction, ...sites)}`;
    }
    case "routing-daemons":
      return `${first}'s routing daemons die`;
    case "ike-daemon":
      return `${first}'s IKE daemon dies`;
  }
}

const UPLINK = { both: "", out: "outbound ", in: "inbound " } as const;

function dropsPackets(direction: Direction | undefined, out: string, back: string): string {
  if (direction === undefined) return "drops all packets";
  return `drops all packets ${direction === "out" ? out : back}`;
}

/** The flow that suffers most, if any does. */
export function worstFlow({ flows }: Impact): Flow | undefined {
  return flows
    .filter(({ noticed }) => noticed !== undefined)
    .reduce<Flow | undefined>((a, b) => (a && a.outage.max >= b.outage.max ? a : b), undefined);
}

/** The outage with its arithmetic: `up to 450 ms: BFD at c 3 × max(100, 100) ms + repair 150 ms`. */
export function describeOutage(impact: Impact): string {
  const flow = worstFlow(impact);
  if (!flow) return "no time";
  const { detection, at } = flow.noticed!;
  const repair = flow.repairs === 1 ? "" : `${flow.repairs} × `;
  const bulk = flow.bulk.map(({ arithmetic }) => `; routes: ${arithmetic}`).join("");
  return `up to ${impact.outage.max} ms (${detection.by} at ${at}: ${detection.arithmetic}; repair: ${repair}${REPAIR.max} ms${bulk})`;
}

export function describeInterval({ min, max }: Interval): string {
  return max === 0 ? "none" : `${min} to ${max} ms`;
}
