import { directionOf } from "../../model/frr-lines";
import { fittingName, NAME_MAX } from "../../model/naming";
import { Direction, routeMapEntries } from "../../model/route-map-entries";
import { AdditionsPlan, BgpSession } from "../../plan/types";
import { RouteMap, RouteMapEntry } from "./tree";

/**
 * What an app does to routes that the library's own route-map permits: a map that each of its permitting entries
 * calls once it has set what it sets. What that one denies is denied, whatever ours says (routemap.c); what ours denies,
 * it does not see.
 */
export interface Hook {
  readonly map: RouteMap;
  /** Whether it is for one peer: ours needs a name of its own then. */
  readonly forPeer: boolean;
}

type Added = NonNullable<AdditionsPlan["addFrrLines"]>;

/** What matches no entry of the app's passes as it is. */
const LAST: RouteMapEntry = { action: "permit", sequence: 65535 };

/** Nothing where the app does without, nor for the session that carries what stands for a site. */
export function hookOf(
  session: BgpSession,
  direction: Direction,
  added: Added = [],
): Hook | undefined {
  if (session.kind !== "tunnel" || session.carries === "site-loopback") return undefined;
  const own = added.filter(
    (one) =>
      directionOf(one) === direction && (one.peer === undefined || one.peer === session.peer),
  );
  if (own.length === 0) return undefined;
  const forPeer = own.some(({ peer }) => peer !== undefined);
  const entries = own
    .flatMap(({ lines }) => routeMapEntries(lines))
    .map(({ action, sequence, lines }) => ({ action, sequence, lines }))
    .sort((a, b) => a.sequence - b.sequence);
  const name = `added-${direction}${forPeer ? `-${session.peer}` : ""}`;
  return { map: { name: fittingName(name, NAME_MAX), entries: [...entries, LAST] }, forPeer };
}

/** A hook for each peer changes no name: under another one, a reload would announce nothing for some seconds. */
export function withHook(map: RouteMap, hook: Hook | undefined): RouteMap {
  if (!hook) return map;
  const { map: called, forPeer } = hook;
  return {
    name: forPeer ? `${map.name}-${called.name}` : map.name,
    entries: map.entries.map((entry) =>
      entry.action === "permit" ? { ...entry, call: called.name } : entry,
    ),
  };
}
