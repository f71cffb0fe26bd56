import { BgpSession } from "../../lib/plan/types";
import {
  foreignGateway,
  gateway,
  gatewayOf,
  mesh,
  meshVpn,
  plan,
  problems,
} from "../fixtures/intents";

/** A third party has a key of its own. */
const KEY_OF_F = { secret: { kind: "terraform", name: "f" } };

const TUNNEL = ({ kind, family }: BgpSession) => kind === "tunnel" && family === 4;

function peers(far: object, extra: object = {}) {
  return plan({
    gateways: [gateway("a", 1, { asn: 65001, ...extra })],
    foreignGateways: [foreignGateway("f", 9, { asn: 65009, ...far })],
    vpns: [meshVpn("a", "f", KEY_OF_F)],
    meshes: [mesh(["a", "f"])],
  });
}

function session(far: object): BgpSession {
  return gatewayOf(peers(far), "a").bgp!.sessions.find(TUNNEL)!;
}

describe("how many prefixes a session accepts", () => {
  it.each([
    ["as many as the networks have room for", { networks: ["10.9.0.0/24"] }, 63],
    [
      "more where longer ones are accepted",
      { networks: ["10.9.0.0/24"], longestIpv4Prefix: 32 },
      511,
    ],
    ["16384 of large networks", { networks: ["172.16.0.0/12"] }, 16_384],
    ["16384 of whoever declares none", { networks: undefined }, 16_384],
    ["twice what is expected", { networks: undefined, expectedPrefixes: 20_000 }, 40_000],
    ["1024 at least, where few are expected", { networks: undefined, expectedPrefixes: 3 }, 1024],
    ["what the app sets", { networks: ["10.9.0.0/24"], maximumPrefixes: 7 }, 7],
    ["the default route alone", { networks: ["0.0.0.0/0"] }, 1],
  ])("%s", (_, far, prefixes) => {
    const isolated = { isolation: "vrf" };
    const found = far.networks?.includes("0.0.0.0/0")
      ? gatewayOf(peers(far, isolated), "a").bgp!.sessions.find(TUNNEL)!
      : session(far);
    expect(found.limit).toEqual({ prefixes });
  });

  it("of a hub it is one for all members, and another spoke does not change it", () => {
    const limit = (spokes: string[]) => {
      const members = ["a", ...spokes];
      const network = plan({
        gateways: members.map((name, index) => gateway(name, index + 1, { asn: 65001 + index })),
        vpns: spokes.map((spoke) => meshVpn("a", spoke)),
        meshes: [mesh(members, { hubs: ["net/a"] })],
      });
      return gatewayOf(network, "b").bgp!.sessions.find(TUNNEL)!.limit.prefixes;
    };
    expect(limit(["b", "c"])).toBe(1024);
    expect(limit(["b", "c", "d"])).toBe(1024);
  });
});

describe("what the plan holds against a third party without networks", () => {
  const never = gatewayOf(
    plan({
      gateways: [gateway("a", 1, { asn: 65001 }), gateway("b", 2, { asn: 65002 })],
      foreignGateways: [foreignGateway("f", 9, { asn: 65009, networks: undefined })],
      vpns: [meshVpn("a", "f", KEY_OF_F), meshVpn("a", "b"), meshVpn("b", "f", KEY_OF_F)],
      meshes: [mesh(["a", "b", "f"])],
    }),
    "a",
  ).bgp!.never!;

  it("B2: networks of other sites, own segments, link pools and bogons", () => {
    expect(never.otherSites).toEqual(["10.2.0.0/24", "fd02::/64"]);
    expect(never.within).toEqual(
      expect.arrayContaining([
        "10.1.0.0/24",
        "fd01::/64",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "fe80::/10",
      ]),
    );
  });

  it("B3: underlay addresses of the gateway and of its peers", () => {
    expect(never.covering.map(({ address }) => address)).toEqual([
      "198.51.100.1",
      "198.51.100.2",
      "203.0.113.9",
    ]);
  });

  it("nothing where every peer declared its networks", () => {
    expect(gatewayOf(peers({}), "a").bgp!.never).toBeUndefined();
  });
});

it("refuses limits that are none", () => {
  const found = problems({
    gateways: [gateway("a", 1, { expectedPrefixes: 0, longestIpv4Prefix: 33, maximumPrefixes: 0 })],
  });
  expect(found.map(({ property }) => property).sort()).toEqual([
    "expectedPrefixes",
    "longestIpv4Prefix",
    "maximumPrefixes",
  ]);
});
