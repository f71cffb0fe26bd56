import { z } from "zod";
import { Direction, LineIssue, routeMapIssues } from "./route-map-entries";
import { rule } from "./rule";
import { isPlain } from "./values";
import { Word, wordsOf } from "./word";
import { FrrSection } from "./words/additions";

/** Lines of frr.conf in the app's own words. What they mean, FRR says: `vtysh -C` on the gateway. */

/** A line of a daemon's own language, as it stands. */
export const line = rule(
  z.string(),
  (text) => text.trim() !== "" && text === text.trimEnd() && isPlain(text),
  "one line of text without control characters, bidirectional controls, noncharacters and placeholders",
  "give each line by itself",
);

/** Sections that stand once for each session with a peer. */
const OF_NEIGHBORS: readonly Word<FrrSection>[] = ["neighbor", "neighbor-ipv4", "neighbor-ipv6"];

const SECTION_ENDS = /^\s*(end$|exit|router bgp|address-family)/;

/** Entries of a route-map behind the library's own. */
const ROUTE_MAPS: { readonly [S in Word<FrrSection>]?: Direction } = {
  "route-map-in": "in",
  "route-map-out": "out",
};

export function directionOf({ section }: FrrLinesIntent): Direction | undefined {
  return ROUTE_MAPS[section];
}

function staysInSection({ section, lines }: FrrLinesIntent): boolean {
  if (OF_NEIGHBORS.includes(section) || ROUTE_MAPS[section]) return true;
  const ends = section === "global" ? /^\s*(end$|router bgp)/ : SECTION_ENDS;
  return !lines.some((text) => ends.test(text));
}

/**
 * What the library writes of a neighbor, or leaves out on purpose: FRR would take the app's line in its place. By the
 * first word, of either level, since `router bgp` takes lines of IPv4's address family too.
 */
const OWN_WORDS: Readonly<Record<string, string>> = {
  activate: "leave it out: a session carries the family of its addresses",
  bfd: "set `bfd` of the BgpMesh",
  "default-originate": "give `networks` of this gateway 0.0.0.0/0 or ::/0",
  description: "leave it out: it is the peer's name and the tunnel's, or `description` of the VPN",
  "disable-connected-check": "leave it out: the library writes it where it is needed",
  "ebgp-multihop": "leave it out: the peer is at the other end of the tunnel",
  "enforce-first-as": "leave it out: each session with a third party's gateway has it",
  "graceful-restart": "leave it out: routes of a dead session go with the hold time",
  "graceful-restart-disable": "leave it out: no session has it",
  "graceful-restart-helper": "leave it out: routes of a dead session go with the hold time",
  "maximum-prefix": "set `maximumPrefixes` of the peer",
  "next-hop-self": "leave it out: the next hop is this gateway in any case",
  password: "leave it out: a secret has no place here, and the tunnel proves the peer",
  "peer-group": "leave it out: it would bring lines of its own",
  "remote-as": "set `asn` of the peer",
  "route-map": "add entries with FrrSection.ROUTE_MAP_IN or ROUTE_MAP_OUT",
  timers: "set `keepaliveSeconds`, `holdTimeSeconds` or `connectRetrySeconds` of the BgpMesh",
  "ttl-security": "set `ttlSecurity` of the ForeignGateway; between gateways of ours it is there",
};

/** FRR takes the beginning of a word for the word, where only one begins so. */
function ownWord(text: string): string | undefined {
  const [word] = text.replace(/^no /, "").split(" ");
  return Object.keys(OWN_WORDS).find((own) => own.startsWith(word!.toLowerCase()));
}

function neighborIssues(lines: readonly string[]): LineIssue[] {
  return lines.flatMap((text, at) => {
    if (/^\s/.test(text) || / {2}/.test(text)) {
      const message = "what follows `neighbor ADDRESS `, in words with one space between";
      const remedy = "write it as `show running-config` does, without what is before";
      return [{ at, message, remedy }];
    }
    const own = ownWord(text);
    if (own === undefined) return [];
    const message = `a line of a neighbor that the library does not write itself, as it does ${own}`;
    return [{ at, message, remedy: OWN_WORDS[own]! }];
  });
}

function linesIssues(section: Word<FrrSection>, lines: readonly string[]): LineIssue[] {
  const direction = ROUTE_MAPS[section];
  if (direction) return routeMapIssues(lines, direction);
  return OF_NEIGHBORS.includes(section) ? neighborIssues(lines) : [];
}

const someLines = z.strictObject({
  section: z.enum(wordsOf(FrrSection)),
  lines: z.array(line).min(1),
  /** Construct path. */
  peer: z.string().optional(),
});
export type FrrLinesIntent = z.infer<typeof someLines>;

export const frrLines = someLines
  .refine(staysInSection, {
    error: "lines that stay in their section",
    params: { remedy: "leave out what ends it; `router bgp` has sections of its own" },
  })
  .superRefine(({ section, lines, peer }, context) => {
    const issue = (path: PropertyKey[], message: string, remedy: string) =>
      context.addIssue({ code: "custom", path, message, params: { remedy } });
    if (OF_NEIGHBORS.includes(section) && peer === undefined) {
      const remedy = "name a gateway that this one is joined with by a BgpMesh";
      issue(["peer"], "the peer whose sessions the lines are for", remedy);
    }
    if (!OF_NEIGHBORS.includes(section) && !ROUTE_MAPS[section] && peer !== undefined)
      issue(["peer"], "no peer, as the section is for all of them", "leave it out");
    for (const { at, message, remedy } of linesIssues(section, lines))
      issue(["lines", at], message, remedy);
  });
