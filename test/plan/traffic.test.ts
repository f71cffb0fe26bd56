import * as fc from "fast-check";
import { formatRange, rangeOf, union, without } from "../../lib/plan/ranges";
import { TrafficPlan } from "../../lib/plan/types";
import * as net from "../fixtures/intents";

function trafficOf(parts: net.Intents, name: string): TrafficPlan {
  return net.gatewayOf(net.plan(parts), name).traffic;
}

const sourcesBy = ({ sources }: TrafficPlan, device: string) =>
  sources.find((one) => one.device === device)!;

/** Each third party has a key of its own. */
const key = (name: string) => ({ secret: { kind: "terraform", name: `${name}_psk` } });

/** A hub with two branches of its own and two third parties, one of which declares nothing. */
const HUB: net.Intents = {
  gateways: [1, 2, 3].map((n) => net.gateway(["hub", "one", "two"][n - 1]!, n, { asn: 65000 + n })),
  foreignGateways: [
    net.foreignGateway("partner", 4, { asn: 65004 }),
    net.foreignGateway("carrier", 5, { asn: 65005, networks: undefined }),
  ],
  vpns: ["one", "two", "partner", "carrier"].map((name) => net.meshVpn("hub", name, key(name))),
  meshes: [net.mesh(["hub", "one", "two", "partner", "carrier"], { hubs: ["net/hub"] })],
};

describe("packets out of tunnels", () => {
  it("B7: come from what a site declares, by static routes or BGP", () => {
    const traffic = trafficOf(HUB, "hub");
    expect(sourcesBy(traffic, "xfrm-one").ranges).toEqual(["10.2.0.0/24", "fd02::/64"]);
    expect(sourcesBy(traffic, "xfrm-partner").ranges).toEqual(["10.4.0.0/24"]);
    expect(sourcesBy(traffic, "xfrm-carrier")).toMatchObject({ ranges: [], anywhere: [4, 6] });
    expect(traffic.claimed).toEqual(
      expect.arrayContaining(["10.1.0.0/24", "10.2.0.0/24", "10.4.0.0/24", "127.0.0.0/8"]),
    );
  });

  it("B7: out of a hub come from anywhere but our own side and sites outside the mesh", () => {
    const parts = {
      ...HUB,
      foreignGateways: [...HUB.foreignGateways!, net.foreignGateway("side", 9)],
      vpns: [...HUB.vpns!, net.vpn("one", "side", key("side"))],
    };
    const { ranges } = sourcesBy(trafficOf(parts, "one"), "xfrm-hub");
    const holds = (address: string) =>
      ranges
        .filter(isIpv4)
        .map(asRange)
        .some(({ first, last }) => {
          const { first: value } = rangeOf(`${address}/32`);
          return first <= value && value <= last;
        });
    for (const address of ["10.1.0.9", "10.3.0.9", "10.4.0.9", "8.8.8.8"]) {
      expect([address, holds(address)]).toEqual([address, true]);
    }
    for (const address of ["10.2.0.9", "10.9.0.9", "127.0.0.1", "224.0.0.5", "169.254.1.1"]) {
      expect([address, holds(address)]).toEqual([address, false]);
    }
  });

  it("B7: go from tunnel to tunnel at a hub alone, and not between third parties", () => {
    expect(trafficOf(HUB, "hub")).toMatchObject({
      transit: ["xfrm-one", "xfrm-two"],
      transitApart: ["xfrm-carrier", "xfrm-partner"],
      transitNetworks: ["10.2.0.0/24", "10.3.0.0/24", "fd02::/64", "fd03::/64"],
    });
    expect(trafficOf(HUB, "one")).toMatchObject({ transit: [], transitApart: [] });
  });

  it("B7: go from tunnel to tunnel where the VPNs say so, and nowhere where they say no", () => {
    const told = (transit: boolean) => ({
      ...HUB,
      vpns: HUB.vpns!.map((vpn) => ({ ...vpn, transit })),
    });
    expect(trafficOf(told(true), "hub").transit).toHaveLength(4);
    expect(trafficOf(told(false), "hub")).toMatchObject({ transit: [], transitApart: [] });
  });

  it("B7: a site's networks come by any tunnel of the site", () => {
    const parts: net.Intents = {
      gateways: [
        net.gateway("a", 1, { asn: 65001 }),
        ...[2, 3].map((n) => net.gateway(n === 2 ? "c" : "d", n, { inside: inside(2, n) })),
      ],
      pairs: [net.pair("west", "c", "d", { asn: 65002, networks: ["10.2.0.0/24", "fd02::/64"] })],
      vpns: [net.meshVpn("a", "c"), net.meshVpn("a", "d")],
      meshes: [net.mesh(["a", "west"])],
    };
    for (const device of ["xfrm-c", "xfrm-d"]) {
      const { ranges } = sourcesBy(trafficOf(parts, "a"), device);
      expect(ranges).toEqual(["10.2.0.0/24", "fd02::/64"]);
    }
  });

  it("B7: the more specific of two declarations decides", () => {
    const parts: net.Intents = {
      gateways: [net.gateway("a", 1), net.gateway("b", 2)],
      foreignGateways: [net.foreignGateway("wide", 9)],
      vpns: [
        net.vpn("a", "b"),
        net.vpn("a", "wide", { routesToRight: ["10.0.0.0/14"], ...key("wide") }),
      ],
    };
    const traffic = trafficOf(parts, "a");
    expect(sourcesBy(traffic, "xfrm-wide").ranges).toEqual([
      "10.0.0.0/16",
      "10.1.1.0-10.1.255.255",
      "10.2.1.0-10.3.255.255",
    ]);
    expect(sourcesBy(traffic, "xfrm-b").ranges).toEqual(["10.2.0.0/24", "fd02::/64"]);
    expect(traffic.destinations).toEqual(["10.1.0.0/24", "fd01::/64"]);
  });
});

function inside(site: number, number: number) {
  const addresses = [`10.${site}.0.${number}/24`, `fd0${site}::${number}/64`];
  return [{ kind: "interface", device: "eth1", addresses }];
}

const isIpv4 = (text: string) => !text.includes(":");

function asRange(text: string) {
  const [first, last] = text.split("-");
  if (last === undefined) return rangeOf(first!);
  const family = text.includes(":") ? 128 : 32;
  const of = (address: string) => rangeOf(`${address}/${family}`);
  return { ...of(first!), last: of(last).last };
}

describe("ranges", () => {
  const prefix = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
    .map(([last, length]) => rangeOf(`192.0.2.${last}/${length}`));

  it("have every address of the whole but for the holes", () => {
    fc.assert(
      fc.property(prefix, fc.array(prefix, { maxLength: 6 }), (whole, holes) => {
        const left = without(whole, union(holes));
        const holds = (ranges: typeof left, value: bigint) =>
          ranges.some(({ first, last }) => first <= value && value <= last);
        for (let value = whole.first - 1n; value <= whole.last + 1n; value++) {
          expect(holds(left, value)).toBe(holds([whole], value) && !holds(holes, value));
        }
        expect(left.map(formatRange).map(asRange)).toEqual(left);
      }),
    );
  });
});
