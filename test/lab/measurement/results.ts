import type { Promised } from "../../../lab/measurement/predictions";
import type { Results, Series } from "../../../lab/measurement/results";
import type { Run } from "../../../lab/measurement/run";
import type { Failure } from "../../../lab/topology/fault";

const east = { path: "net/east", gateways: ["a", "b"] };
const west = { path: "net/west", gateways: ["c", "d"] };
const north = { path: "net/north", gateways: ["e", "f"] };

function flow(from: string, to: string, minMs?: number, maxMs?: number) {
  return { from, to, outage: minMs === undefined ? undefined : { minMs, maxMs: maxMs! } };
}

/** A plan's promise between east and west, which holds for north and west as well. */
export const promised: Promised = {
  plan: "0123456789ab",
  budgetMs: 500,
  sites: [east, west, north],
  hosts: { desk: east.path, server: west.path, shop: north.path },
  failures: [
    {
      left: east.path,
      right: west.path,
      alike: [{ left: north.path, right: west.path }],
      single: [
        {
          kind: "tunnel",
          at: ["c", "a"],
          flows: [flow(east.path, west.path, 220, 450), flow(west.path, east.path, 220, 460)],
        },
        {
          kind: "tunnel",
          at: ["c", "a"],
          direction: "out",
          flows: [flow(west.path, east.path, 240, 500)],
        },
        { kind: "ike-daemon", at: ["a"], flows: [] },
        {
          kind: "transit",
          at: [],
          direction: "in",
          flows: [flow(west.path, east.path)],
        },
      ],
    },
  ],
};

export const tunnelLost: Failure = { kind: "tunnel", at: ["a", "c"], seenFrom: "a" };

/** A run in which each direction was out for so many milliseconds. */
export function run(out: number, back: number, failure = tunnelLost, more: Partial<Run> = {}): Run {
  const outages = [
    { from: "desk", to: "server", longestMs: out },
    { from: "server", to: "desk", longestMs: back },
  ].map((one) => ({ ...one, family: 4 as const, beforeMs: 8, lost: 60, survived: true }));
  return {
    gateway: "a",
    tunnelPeer: "c",
    failure,
    outages,
    longestMs: Math.max(out, back),
    lost: 60,
    survived: true,
    senderMs: 9,
    idlePercent: 40,
    clearPackets: 0,
    ...more,
  };
}

export function results(...series: Series[]): Results {
  return { source: "ha-full-mesh", releases: ["bookworm"], promised, series };
}

export function series(more: Partial<Series> & Pick<Series, "fault" | "runs">): Series {
  return { bfd: true, discarded: [], ...more };
}
