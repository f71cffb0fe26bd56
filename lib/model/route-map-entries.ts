/** Entries of a route-map in the app's own words, as FRR shows them from behind the map's name. */

export interface RouteMapLines {
  readonly action: "permit" | "deny";
  readonly sequence: number;
  /** What it matches and sets, without the indent. */
  readonly lines: readonly string[];
  /** Where its head stands among the given lines. */
  readonly at: number;
}

/** The library's own last entry has the highest number that FRR knows, 65535. */
const SEQUENCE_MAX = 65534;

const HEAD = /^(permit|deny) ([1-9]\d{0,4})$/;

/** Of lines that have no issue. */
export function routeMapEntries(lines: readonly string[]): RouteMapLines[] {
  const heads = lines.flatMap((text, at) => (HEAD.test(text) ? [at] : []));
  return heads.map((at, index) => {
    const [, action, sequence] = HEAD.exec(lines[at]!)!;
    const below = lines.slice(at + 1, heads[index + 1]).map((text) => text.trim());
    return { action: action as "permit" | "deny", sequence: Number(sequence), lines: below, at };
  });
}

export interface LineIssue {
  readonly at: number;
  readonly message: string;
  readonly remedy: string;
}

export type Direction = "in" | "out";

export function routeMapIssues(lines: readonly string[], direction: Direction): LineIssue[] {
  const issues = lines.flatMap((text, at) => {
    if (HEAD.test(text)) return [];
    const found = at === 0 || !/^ \S/.test(text) ? NO_ENTRY : issueOf(text.slice(1), direction);
    return found ? [{ at, ...found }] : [];
  });
  return [...issues, ...sequenceIssues(routeMapEntries(lines))];
}

type Issue = Omit<LineIssue, "at">;

const NO_ENTRY: Issue = {
  message:
    "an entry of a route-map from behind its name, `permit 10`, or a line of one, indented by one space",
  remedy: "write it as `show running-config` does, without `route-map NAME` and `exit`",
};

function sequenceIssues(entries: readonly RouteMapLines[]): LineIssue[] {
  return entries.flatMap(({ sequence, at }, index) => {
    const last = entries[index - 1]?.sequence ?? 0;
    if (sequence > last && sequence <= SEQUENCE_MAX) return [];
    const message = `a sequence number from ${last + 1} to ${SEQUENCE_MAX}`;
    return [{ at, message, remedy: "number the entries in ascending order" }];
  });
}

/**
 * What an entry may set. Not the next hop, which a peer does not choose; not the tag, by which OSPF knows what came in
 * from outside; nor the table. And nothing that takes a community away unnamed: a drained gateway is known by one.
 */
const SETS: Readonly<Record<string, RegExp>> = {
  "as-path prepend": /^as-path prepend \S/,
  "comm-list NAME delete": /^comm-list \S+ delete$/,
  "community … additive": /^community \S.* additive$/,
  extcommunity: /^extcommunity \S/,
  "large-comm-list NAME delete": /^large-comm-list \S+ delete$/,
  "large-community … additive": /^large-community \S.* additive$/,
  "local-preference": /^local-preference \S/,
  metric: /^metric \S/,
  origin: /^origin \S/,
};

const REMEDIES: Readonly<Record<string, string>> = {
  community: "add `additive`; `set comm-list NAME delete` takes communities away by name",
  "large-community":
    "add `additive`; `set large-comm-list NAME delete` takes communities away by name",
  weight: "set local-preference, which a drained peer's routes go without",
};

function issueOf(text: string, direction: Direction): Issue | undefined {
  if (/^(match \S|description \S|on-match (next|goto \d+)$)/.test(text)) return undefined;
  const [, set] = /^set (.*)$/.exec(text) ?? [];
  if (set === undefined) {
    return {
      message: "a line of `match`, `set`, `on-match` or `description`",
      remedy: "leave it out",
    };
  }
  if (!Object.values(SETS).some((pattern) => pattern.test(set))) {
    return {
      message: `a \`set\` of ${Object.keys(SETS).join(", ")}`,
      remedy: REMEDIES[set.split(" ")[0]!] ?? "leave it out: the library answers for it",
    };
  }
  // A hub withholds routes by the AS that their path begins with.
  if (direction === "in" && /^as-path prepend (?!last-as )/.test(set)) {
    const message = "a path of what comes in that still begins with the peer's AS number";
    return {
      message,
      remedy: "write `set as-path prepend last-as 1`, or so many times as it is to be longer",
    };
  }
  return undefined;
}
