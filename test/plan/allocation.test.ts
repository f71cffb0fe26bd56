import fc from "fast-check";
import { cidr, contains, formatCidr, network, overlaps } from "../../lib/model/ip";
import { INTERFACE_NAME_MAX } from "../../lib/model/values";
import { allocateDevice, allocateId, allocateLink } from "../../lib/plan/allocate";
import { planNetwork } from "../../lib/plan/plan";
import { GatewayPlan } from "../../lib/plan/types";
import { gateway, gre, intents, mesh, meshVpn } from "../fixtures/intents";

const POOLS = ["100.64.0.0/10", "fdcd:7076:6e00::/48"];

interface SiteList {
  readonly names: readonly string[];
  readonly keyed: boolean;
}

/** Full mesh with GRE of single gateways, in the order of `names`; numbers belong to names. */
function fullMesh({ names, keyed }: SiteList, numberOf: (name: string) => number) {
  const joined = names.flatMap((left, index) =>
    names.slice(index + 1).map((right) => [left, right].sort() as [string, string]),
  );
  return intents({
    gateways: names.map((name) => gateway(name, numberOf(name), { asn: 65000 + numberOf(name) })),
    vpns: joined.map(([left, right]) => meshVpn(left, right, { interfaceType: "vti" })),
    gres: joined.map(([left, right]) => gre(left, right, { keyed })),
    meshes: [mesh([...names])],
  });
}

const siteNames = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/), {
  minLength: 3,
  maxLength: 7,
});

/** Chance collisions are legitimate and reported; what allocates otherwise must hold always. */
function planned(site: SiteList, numberOf: (name: string) => number): Map<string, GatewayPlan> {
  const { plan } = planNetwork(fullMesh(site, numberOf));
  fc.pre(plan !== undefined);
  return new Map(plan.gateways.map((it) => [it.name, it]));
}

function numbering(names: readonly string[]): (name: string) => number {
  const sorted = [...names].sort();
  return (name) => sorted.indexOf(name) + 1;
}

describe("allocation", () => {
  it("a new site changes no tunnel that is there already, and its removal neither", () => {
    fc.assert(
      fc.property(siteNames, fc.boolean(), (names, keyed) => {
        const numberOf = numbering(names);
        const before = planned({ names: names.slice(1), keyed }, numberOf);
        const after = planned({ names, keyed }, numberOf);
        for (const [name, old] of before) {
          const kept = after.get(name)!.tunnels.filter(({ peer }) => peer !== names[0]);
          expect(kept).toEqual(old.tunnels);
          expect(after.get(name)!.bgp!.routerId).toBe(old.bgp!.routerId);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("the order of construction changes nothing", () => {
    const shuffled = siteNames.chain((names) =>
      fc.tuple(
        fc.constant(names),
        fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([names, other]) => {
        const numberOf = numbering(names);
        const plan = (list: readonly string[]) =>
          planNetwork(fullMesh({ names: list, keyed: true }, numberOf));
        expect(plan(other)).toEqual(plan(names));
      }),
      { numRuns: 60 },
    );
  });

  it("no two links of a gateway overlap, share an id or a name", () => {
    fc.assert(
      fc.property(siteNames, fc.boolean(), (names, keyed) => {
        for (const { tunnels } of planned({ names, keyed }, numbering(names)).values()) {
          const links = tunnels.flatMap(({ ipsec, gre: over }) => [
            ...ipsec.addresses,
            ...over!.addresses,
          ]);
          const nets = links.map((address) => network(cidr(address)));
          nets.forEach((a, i) =>
            nets.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)),
          );
          const unique = (values: readonly unknown[]) =>
            expect(new Set(values).size).toBe(values.length);
          unique(tunnels.map(({ ipsec }) => ipsec.id));
          unique(tunnels.flatMap(({ ipsec, gre: over }) => [ipsec.device, over!.device]));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("both ends of a tunnel agree on its id, its key and its addresses", () => {
    fc.assert(
      fc.property(siteNames, (names) => {
        const gateways = planned({ names, keyed: true }, numbering(names));
        for (const { name, tunnels } of gateways.values()) {
          for (const end of tunnels) {
            const far = gateways.get(end.peer)!.tunnels.find(({ peer }) => peer === name)!;
            const plain = (addresses: readonly string[]) => addresses.map((it) => it.split("/")[0]);
            expect(far.ipsec.id).toBe(end.ipsec.id);
            expect(far.gre!.key).toBe(end.gre!.key);
            expect(far.gre!.local).toBe(end.gre!.remote);
            expect(plain(far.ipsec.addresses)).toEqual(end.ipsec.peerAddresses);
            expect(plain(far.gre!.addresses)).toEqual(end.gre!.peerAddresses);
            expect(far.initiator).toBe(!end.initiator);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("a link is a /31 or /127 within its pool, its two ends side by side", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...POOLS), (path, pool) => {
        const { left, right, family } = allocateLink(pool, path, "address");
        expect(contains(cidr(pool), cidr(left))).toBe(true);
        expect(cidr(left).length).toBe(family === 4 ? 31 : 127);
        expect(formatCidr(network(cidr(right)))).toBe(left);
        expect(cidr(right).value - cidr(left).value).toBe(1n);
      }),
    );
  });

  it("an id is never 0, which the kernel takes for none", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("if_id" as const, "gre-key" as const),
        (path, use) => {
          const id = allocateId(path, use);
          expect(id).toBeGreaterThan(0);
          expect(id).toBeLessThan(2 ** 31);
        },
      ),
    );
  });

  it("an interface name fits the kernel and says whom it leads to", () => {
    const peers = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/);
    fc.assert(
      fc.property(peers, fc.constantFrom("xfrm", "vti", "gre"), (peer, kind) => {
        const name = allocateDevice(kind, peer, `net/a-${peer}`);
        expect(name.length).toBeLessThanOrEqual(INTERFACE_NAME_MAX);
        expect(name).toMatch(/^[a-z]+-[a-z0-9-]*[a-z0-9]$/);
        expect(name.startsWith(`${kind}-${peer.slice(0, 3).replace(/-+$/, "")}`)).toBe(true);
      }),
    );
  });

  it("peers whose names begin alike get interfaces of different names", () => {
    const names = Array.from({ length: 40 }, (_, i) => `frankfurt-datacenter-${i}`);
    const devices = names.map((peer) => allocateDevice("vti", peer, `net/hub-${peer}`));
    expect(new Set(devices).size).toBe(names.length);
  });
});

/** A change of these renumbers every network in the field: they may never move. */
describe("allocation is a contract with networks that run already", () => {
  it("known paths keep their known values", () => {
    expect(allocateId("ha-full-mesh/backbone/a-c", "if_id")).toBe(311865966);
    expect(allocateLink(POOLS[0]!, "ha-full-mesh/backbone/a-c", "address")).toEqual({
      family: 4,
      left: "100.125.224.16/31",
      right: "100.125.224.17/31",
    });
    expect(allocateDevice("vti", "frankfurt-datacenter", "net/hub-x")).toBe(
      allocateDevice("vti", "frankfurt-datacenter", "net/hub-x"),
    );
  });
});
