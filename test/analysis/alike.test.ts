import fc from "fast-check";
import { analyse, walk } from "../../lib/analysis/analyse";
import { Joined, joinedSites } from "../../lib/analysis/joined";
import { reportFailures } from "../../lib/analysis/report";
import { shapeOf } from "../../lib/analysis/shape";
import { CANNOT_MATTER, WalkedGateway } from "../../lib/analysis/walked";
import { intents, gateway, foreignGateway, mesh, meshVpn, pair } from "../fixtures/intents";
import { planNetwork } from "../../lib/plan/plan";
import { NetworkPlan } from "../../lib/plan/types";

/** What may differ between two spokes of a hub. */
interface Spoke {
  readonly foreign: boolean;
  readonly givesDefault: boolean;
  readonly drained: boolean;
  readonly pair: boolean;
  readonly prepend: boolean;
  readonly six: boolean;
  readonly platform: string;
  readonly mode: string;
  readonly preference: string;
  /** More than a few take their time. */
  readonly expectedPrefixes: number | undefined;
  readonly name: string;
}

const NAMES = ["aa", "bb", "kk", "yy", "zz"];

const variant = fc.record({
  foreign: fc.boolean(),
  givesDefault: fc.boolean(),
  drained: fc.boolean(),
  pair: fc.boolean(),
  prepend: fc.boolean(),
  six: fc.boolean(),
  platform: fc.constantFrom("debian-12", "debian-13"),
  mode: fc.constantFrom("active-standby", "active-active"),
  preference: fc.constantFrom("med", "local-preference"),
  expectedPrefixes: fc.constantFrom(undefined, 10, 5000),
});

/** Each spoke is of one of two kinds, so that some are alike. */
const spokes: fc.Arbitrary<Spoke[]> = fc
  .tuple(variant, variant, fc.tuple(...NAMES.map(() => fc.boolean())))
  .map(([one, other, kinds]) =>
    NAMES.map((name, index) => ({ ...(kinds[index] ? one : other), name })),
  );

/** A pair as the hub, in the middle of the alphabet, and its spokes. */
function network(all: readonly Spoke[]): NetworkPlan {
  const hub = ["h1", "h2"];
  const inside = (site: number, host: number, six = true, givesDefault = false) => {
    const addresses = [`10.${site}.0.${host}/24`, ...(six ? [`fd0${site}::${host}/64`] : [])];
    const routes = givesDefault && {
      routes: [{ prefix: "0.0.0.0/0", via: `10.${site}.0.254` }],
    };
    return { inside: [{ kind: "interface", device: "eth1", addresses, ...routes }] };
  };
  const at = (site: number, host: number) => ({ address: `198.51.${site}.${host}` });
  const own = all.filter(({ foreign }) => !foreign);
  const gatewaysOf = (it: Spoke) =>
    it.pair && !it.foreign ? [`${it.name}1`, `${it.name}2`] : [it.name];
  const site = (it: Spoke) => all.indexOf(it) + 2;
  const networks = (it: Spoke) => [
    `10.${site(it)}.0.0/24`,
    ...(it.six ? [`fd0${site(it)}::/64`] : []),
    ...(it.givesDefault ? ["0.0.0.0/0"] : []),
  ];
  const announced = (it: Spoke) => ({
    ...{ asn: 65000 + site(it), networks: networks(it) },
    ...(it.expectedPrefixes && { expectedPrefixes: it.expectedPrefixes }),
  });
  const members = ["hub", ...all.map(({ name }) => name)];
  const found = planNetwork(
    intents({
      gateways: [
        ...hub.map((name, i) =>
          gateway(name, 1, { ...at(1, i + 1), ...inside(1, i + 1), isolation: "vrf" }),
        ),
        ...own.flatMap((it) =>
          gatewaysOf(it).map((name, i) =>
            gateway(name, site(it), {
              ...at(site(it), i + 1),
              ...inside(site(it), i + 1, it.six, it.givesDefault),
              isolation: "vrf",
              platform: it.platform,
              drained: (i === 0 && it.drained) || undefined,
              ...(!it.pair && announced(it)),
            }),
          ),
        ),
      ],
      foreignGateways: all
        .filter(({ foreign }) => foreign)
        .map((it) => foreignGateway(it.name, site(it), announced(it))),
      pairs: [
        pair("hub", "h1", "h2", { asn: 65001, networks: ["10.1.0.0/24", "fd01::/64"] }),
        ...own
          .filter((it) => it.pair)
          .map((it) =>
            pair(it.name, `${it.name}1`, `${it.name}2`, {
              ...announced(it),
              ...{ mode: it.mode, preference: it.preference },
              ...(it.prepend && { asPathPrepend: 2 }),
            }),
          ),
      ],
      vpns: hub.flatMap((near) =>
        all.flatMap((it) => gatewaysOf(it).map((name) => meshVpn(near, name))),
      ),
      meshes: [mesh(members, { hubs: ["net/hub"] })],
    }),
  );
  fc.pre(found.plan !== undefined);
  return found.plan;
}

/** Failures of two sites with the names of any: gateways by their place, sites by theirs. */
function nameless(joined: Joined): string {
  const names = new Map(joined.gateways.map(({ name }, index) => [name, `gateway ${index}`]));
  for (const [index, { path, asn }] of [joined.left, joined.right].entries()) {
    names.set(path, `site ${index}`).set(String(asn), `AS ${index}`);
  }
  const text = JSON.stringify(reportFailures([walk(joined)]), (key, value: unknown) =>
    key === "prefixes" ? (value as string[]).map((it) => it.includes(":")) : value,
  );
  return text.replace(/"([^"]+)"/g, (_, word: string) => {
    const replaced = word.replace(/[\w/]+/g, (one) => names.get(one) ?? one);
    return `"${replaced}"`;
  });
}

const ALIKE: readonly Spoke[] = NAMES.map((name) => ({
  ...{ name, foreign: false, givesDefault: false, drained: false },
  ...{ pair: false, prepend: false, six: true, expectedPrefixes: undefined },
  ...{ platform: "debian-12", mode: "active-standby", preference: "med" },
}));

describe("S5: sites that are told as alike", () => {
  it("fare alike when each is walked by itself", () => {
    let compared = 0;
    fc.assert(
      fc.property(spokes, (all) => {
        for (const { left, right, alike } of analyse(network(all))) {
          const first = joinedSites(network(all)).find(
            (it) => it.left.path === left.path && it.right.path === right.path,
          )!;
          for (const other of alike) {
            expect(nameless(other)).toBe(nameless(first));
            compared++;
          }
        }
      }),
      { numRuns: 15 },
    );
    expect(compared).toBeGreaterThan(10);
  });

  it("differ by anything that the walk reads, such as acceptDefault", () => {
    const joined = joinedSites(network(ALIKE));
    const plain = joined.at(-1)!;
    expect(shapeOf(joined.at(-2)!)).toBe(shapeOf(plain));
    const [near, ...others] = plain.gateways;
    const [session, ...rest] = near!.bgp!.sessions;
    const changed = (bgp: object) => ({
      ...plain,
      gateways: [{ ...near!, bgp: { ...near!.bgp!, ...bgp } }, ...others],
    });
    const sessions = [{ ...session!, acceptDefault: true }, ...rest];
    expect(shapeOf(changed({ sessions }))).not.toBe(shapeOf(plain));
  });

  it("are alike behind different uplinks", () => {
    const [one, other] = joinedSites(network(ALIKE)).slice(-2);
    const behind = (joined: Joined, uplink: object) => ({
      ...joined,
      gateways: joined.gateways.map((it) => ({ ...it, uplinks: [uplink] })),
    });
    const late = behind(other!, { address: "@{kk.address}", family: 6, device: "ens5", mtu: 9000 });
    expect(shapeOf(late)).toBe(shapeOf(behind(one!, { family: 4, mtu: 1500 })));
  });

  it.each([
    ["a gateway", (it: WalkedGateway) => it],
    ["its BGP", ({ bgp }: WalkedGateway) => bgp!],
    ["a session", ({ bgp }: WalkedGateway) => bgp!.sessions[0]!],
    ["what a session changes", ({ bgp }: WalkedGateway) => bgp!.sessions[0]!.policy],
    ["a tunnel", ({ tunnels }: WalkedGateway) => tunnels[0]!],
    ["a segment", ({ inside }: WalkedGateway) => inside[0]!],
  ])("differ by a property of tomorrow of %s, not by what cannot matter", (_, part) => {
    const joined = joinedSites(network(ALIKE)).at(-1)!;
    const withProperty = (name: string): Joined => {
      const copy = structuredClone(joined);
      Object.assign(part(copy.gateways[0]!), { [name]: "anything" });
      return copy;
    };
    expect(shapeOf(withProperty("tomorrow"))).not.toBe(shapeOf(joined));
    for (const name of CANNOT_MATTER) expect(shapeOf(withProperty(name))).toBe(shapeOf(joined));
  });
});
