import { App, TerraformStack } from "cdktf";
import { BfdProfile, FrrLines, FrrSection, Gateway } from "cdktf-routed-vpn";
import { Network } from "../../lib/network/network";
import { mesh, preSharedKey, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { installedOn } from "../fixtures/footprints";

const { ROUTE_MAP_IN, ROUTE_MAP_OUT } = FrrSection;

interface Sites {
  readonly a: Gateway;
  readonly c: Gateway;
  readonly d: Gateway;
}

/** Gateway a has a partner, and tunnels with c and d. */
function withSites(add: (sites: Sites) => void, prefixIndependentConvergence = false): Build {
  return (stack) => {
    const pic = prefixIndependentConvergence;
    const east = sitePair(stack, "east", 1, ["a", "b"]);
    const [c, d] = [soleSite(stack, "c", 2), soleSite(stack, "d", 3)];
    const bfd = new BfdProfile(stack, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 });
    mesh(stack, [east, c, d], {
      ...{ vpn: { authentication: preSharedKey() }, bfd, prefixIndependentConvergence: pic },
    });
    add({ a: east.memberGateways[0] as Gateway, c, d });
  };
}

const withLines = (...lines: ((sites: Sites) => FrrLines)[]) =>
  withSites((sites) => lines.forEach((it) => sites.a.addFrrLines(it(sites))));

/** Entries of gateway a's route-maps by the maps' names, and which its neighbors have, by the peer. */
function routeMaps(build: Build) {
  const stack = new TerraformStack(new App(), "net");
  build(stack);
  const [a] = Network.of(stack).plan().gateways;
  const text = installedOn(a!)["/etc/frr/frr.conf"]!;
  const maps = new Map<string, string>();
  for (const [entry, name] of text.matchAll(/^route-map (\S+) .*\n[^]*?^exit$/gm)) {
    maps.set(name!, `${maps.get(name!) ?? ""}${entry}\n`);
  }
  const used = new Map<string, string[]>();
  for (const { neighbor, peer = "partner" } of a!.bgp!.sessions) {
    const lines = text.matchAll(new RegExp(`^  neighbor ${neighbor} route-map (\\S+) `, "gm"));
    used.set(peer, [...(used.get(peer) ?? []), ...[...lines].map((match) => match[1]!)]);
  }
  return { maps, used };
}

const ENTRIES = ["deny 10", " match as-path far", "permit 20", " set local-preference 50"];

describe("entries of an app's route-map", () => {
  const before = routeMaps(withLines());

  it("are called by each entry that permits, under the names there were, where they are for each peer", () => {
    const after = routeMaps(withLines(() => ({ section: ROUTE_MAP_IN, lines: ENTRIES })));
    expect(after.used).toEqual(before.used);
    expect(after.maps.get("added-in")).toBe(
      `route-map added-in deny 10
 match as-path far
exit
route-map added-in permit 20
 set local-preference 50
exit
route-map added-in permit 65535
exit
`,
    );
    const changed = [...after.maps].filter(([name, text]) => before.maps.get(name) !== text);
    const names = new Set(["c", "d"].flatMap((peer) => before.used.get(peer)!));
    const incoming = [...names].filter((name) => name.startsWith("tunnel-in-"));
    expect(changed.map(([name]) => name).sort()).toEqual(["added-in", ...incoming].sort());
    for (const name of incoming) {
      const called = before.maps
        .get(name)!
        .replace(/^route-map \S+ permit \d+$/gm, "$&\n call added-in");
      expect(after.maps.get(name)).toBe(called);
    }
  });

  it("give the sessions with one peer route-maps of their own, and leave those of others", () => {
    const after = routeMaps(
      withLines(({ c }) => ({ section: ROUTE_MAP_OUT, peer: c, lines: ENTRIES })),
    );
    for (const [name, text] of before.maps) {
      if (after.maps.has(name)) expect(after.maps.get(name)).toBe(text);
    }
    expect(after.used.get("d")).toEqual(before.used.get("d"));
    expect(after.used.get("partner")).toEqual(before.used.get("partner"));
    expect(after.used.get("c")).toEqual(
      before.used
        .get("c")!
        .map((name) => (name.startsWith("tunnel-out-") ? `${name}-added-out-c` : name)),
    );
    const own = [...after.maps].filter(([name]) => name.endsWith("-added-out-c"));
    expect(own).toHaveLength(2);
    for (const [, text] of own) expect(text).toMatch(/ permit 10\n call added-out-c\n/);
  });

  it("for one peer stand among those for each, by their numbers", () => {
    const { maps, used } = routeMaps(
      withLines(
        ({ c }) => ({ section: ROUTE_MAP_IN, peer: c, lines: ["permit 15", " set metric 7"] }),
        () => ({ section: ROUTE_MAP_IN, lines: ENTRIES }),
      ),
    );
    const heads = (name: string) => maps.get(name)!.match(/(permit|deny) \d+/g);
    expect(heads("added-in-c")).toEqual(["deny 10", "permit 15", "permit 20", "permit 65535"]);
    expect(heads("added-in")).toEqual(["deny 10", "permit 20", "permit 65535"]);
    expect(used.get("c")!.filter((name) => name.endsWith("-added-in-c"))).toHaveLength(2);
    expect(used.get("d")).toEqual(before.used.get("d"));
  });

  it("leave alone the sessions that carry what stands for a site", () => {
    const pic = (add: (sites: Sites) => void) => routeMaps(withSites(add, true));
    const after = pic(({ a }) => a.addFrrLines({ section: ROUTE_MAP_OUT, lines: ENTRIES }));
    const sites = [...after.maps].filter(([name]) => name.startsWith("site-"));
    expect(sites.length).toBeGreaterThan(0);
    expect(sites).toEqual(
      [...pic(() => undefined).maps].filter(([name]) => name.startsWith("site-")),
    );
    const networks = [...after.maps].filter(([name]) => name.startsWith("tunnel-out-"));
    expect(networks.length).toBeGreaterThan(0);
    for (const [, text] of networks) expect(text).toContain(" call added-out\n");
  });
});

describe("entries of an app's route-map that cannot be are refused", () => {
  const refused = (
    section: FrrSection,
    lines: string[],
    at: number,
    expected: RegExp,
    remedy: RegExp,
  ) => ({
    ...{ wrong: `${section}: ${lines.join(" /")}`, expected, remedy },
    app: withLines(() => ({ section, lines })),
    at: `net/a: addFrrLines.0.lines.${at} is ${JSON.stringify(lines[at])}`,
  });
  const ENTRY = /an entry of a route-map from behind its name/;
  const SET = /a `set` of as-path prepend, comm-list NAME delete/;
  const set = (section: FrrSection, text: string, expected: RegExp, remedy: RegExp) =>
    refused(section, ["permit 10", ` set ${text}`], 1, expected, remedy);
  itRefuses([
    refused(ROUTE_MAP_IN, [" match tag 7"], 0, ENTRY, /without `route-map NAME`/),
    refused(ROUTE_MAP_IN, ["route-map x permit 10"], 0, ENTRY, /without `route-map NAME`/),
    refused(ROUTE_MAP_IN, ["permit 10", "match tag 7"], 1, ENTRY, /without `route-map NAME`/),
    refused(ROUTE_MAP_IN, ["permit 10", " exit"], 1, /a line of `match`/, /leave it out/),
    refused(ROUTE_MAP_IN, ["permit 10", " call other"], 1, /a line of `match`/, /leave it out/),
    refused(ROUTE_MAP_IN, ["permit 20", "deny 10"], 1, /number from 21 to 65534/, /ascending/),
    refused(ROUTE_MAP_OUT, ["permit 65535"], 0, /number from 1 to 65534/, /ascending/),
    set(ROUTE_MAP_IN, "ip next-hop 10.1.0.66", SET, /the library answers for it/),
    set(ROUTE_MAP_IN, "tag 7", SET, /the library answers for it/),
    set(ROUTE_MAP_IN, "table 10", SET, /the library answers for it/),
    set(ROUTE_MAP_IN, "weight 10", SET, /set local-preference/),
    set(ROUTE_MAP_OUT, "community 65001:1", SET, /add `additive`/),
    set(ROUTE_MAP_OUT, "community none", SET, /add `additive`/),
    set(ROUTE_MAP_IN, "as-path prepend 65009", /begins with the peer's AS number/, /last-as/),
  ]);
  itRefuses([
    {
      wrong: "one number in two calls for one peer",
      app: withLines(
        () => ({ section: ROUTE_MAP_IN, lines: ["permit 5", "permit 10"] }),
        ({ c }) => ({ section: ROUTE_MAP_IN, peer: c, lines: ["deny 10"] }),
      ),
      at: 'net/a: addFrrLines.1.lines.0 is "deny 10"',
      expected: /no other entry for the same session has; addFrrLines\.0 has it too/,
      remedy: /number one of the two otherwise/,
    },
    {
      wrong: "one number for one peer and then for each",
      app: withLines(
        ({ d }) => ({ section: ROUTE_MAP_IN, peer: d, lines: ["deny 10"] }),
        () => ({ section: ROUTE_MAP_IN, lines: ["permit 10"] }),
      ),
      at: 'net/a: addFrrLines.1.lines.0 is "permit 10"',
      expected: /addFrrLines\.0 has it too/,
      remedy: /number one of the two otherwise/,
    },
  ]);

  it("but one number for two peers, or two directions, is not", () => {
    const build = withLines(
      ({ c }) => ({ section: ROUTE_MAP_IN, peer: c, lines: ["deny 10"] }),
      ({ d }) => ({ section: ROUTE_MAP_IN, peer: d, lines: ["deny 10"] }),
      () => ({ section: ROUTE_MAP_OUT, lines: ["deny 10"] }),
    );
    expect([...routeMaps(build).maps.keys()]).toEqual(
      expect.arrayContaining(["added-in-c", "added-in-d", "added-out"]),
    );
  });
});
