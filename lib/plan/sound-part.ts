import { plainData } from "../model/misfit";
import { INTENT_KINDS, IntentKind, NetworkIntent, RawIntent, RawIntents } from "../model/network";
import { invariantProblems } from "./invariants";
import { Topology } from "./topology";

/** What of a network can be planned although other parts of it are at fault. */
export interface SoundPart {
  readonly topology: Topology;
  /** Constructs that something of theirs was left out of, if not all of it: what they lack may not be missing. */
  readonly lacking: ReadonlySet<string>;
}

/** What an intent cannot be planned without. A tunnel needs no mesh: it has no sessions then. */
const NEEDS: Readonly<Record<IntentKind, readonly string[]>> = {
  gateways: [],
  foreignGateways: [],
  bfdProfiles: [],
  vpns: ["left", "right"],
  policyVpns: ["left", "right"],
  gres: ["vpn"],
  pairs: ["primary", "secondary", "bfd", "insideRoutersBfd"],
  meshes: ["members", "hubs", "bfd"],
};

/**
 * Leaves out what is at fault and what needs it, until nothing is at fault any more. Not reported again: what is
 * only at fault for want of what was left out.
 */
export function soundPart(
  raw: RawIntents,
  parsed: NetworkIntent,
  faulty: readonly string[],
): SoundPart | undefined {
  const known = new Set(pathsOf(parsed));
  const out = new Set([...faulty, ...pathsOf(raw).filter((path) => !known.has(path))]);
  for (;;) {
    const network = without(raw, parsed, out);
    const topology = new Topology(network);
    const problems = invariantProblems(network as unknown as RawIntents, topology);
    if (problems.length === 0) return { topology, lacking: lacking(raw, network) };
    const kept = new Set(pathsOf(network));
    const next = problems.map(({ path }) => path).filter((path) => kept.has(path));
    if (next.length === 0) return undefined;
    next.forEach((path) => out.add(path));
  }
}

function pathsOf(intents: RawIntents | NetworkIntent): string[] {
  return INTENT_KINDS.flatMap((kind) => intents[kind].map(({ path }) => path));
}

/** Adds to `out` what needs something of it. A gateway that has lost its pair would look like a site. */
function without(raw: RawIntents, parsed: NetworkIntent, out: Set<string>): NetworkIntent {
  let size: number;
  do {
    size = out.size;
    for (const pair of raw.pairs)
      if (out.has(pair.path)) namesIn([pair.primary, pair.secondary]).forEach((it) => out.add(it));
    for (const kind of INTENT_KINDS)
      for (const intent of parsed[kind])
        if (needsOf(kind, intent).some((path) => out.has(path))) out.add(intent.path);
  } while (out.size > size);
  const kept = INTENT_KINDS.map((kind) => [
    kind,
    (parsed[kind] as readonly RawIntent[]).filter(({ path }) => !out.has(path)),
  ]);
  return Object.fromEntries(kept) as NetworkIntent;
}

function needsOf(kind: IntentKind, intent: object): string[] {
  return NEEDS[kind].flatMap((property) => namesIn((intent as RawIntent)[property]));
}

/** All text in plain data: among it the paths that it refers to. */
function namesIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

/** What was left out, what it refers to and what refers to it; then ends of such VPNs, and pairs of such gateways. */
function lacking(raw: RawIntents, network: NetworkIntent): Set<string> {
  const intents = INTENT_KINDS.flatMap((kind) => network[kind] as readonly RawIntent[]);
  const kept = new Set(intents.map(({ path }) => path));
  const lost = INTENT_KINDS.flatMap((kind) => raw[kind]).filter(({ path }) => !kept.has(path));
  const gone = new Set(lost.map(({ path }) => path));
  const found = new Set([...gone, ...lost.flatMap((intent) => namesIn(plainData(intent)))]);
  for (const intent of intents)
    if (namesIn(intent).some((path) => gone.has(path))) found.add(intent.path);
  for (const vpn of [...network.vpns, ...network.policyVpns])
    if (found.has(vpn.path)) [vpn.left, vpn.right].forEach((path) => found.add(path));
  for (const pair of network.pairs)
    if (found.has(pair.primary) || found.has(pair.secondary)) found.add(pair.path);
  return found;
}
