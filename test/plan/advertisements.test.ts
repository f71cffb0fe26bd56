import { gateway, gatewayOf, Intents, mesh, meshVpn, pair, plan, vpn } from "../fixtures/intents";

const segment = (number: number, host: number, routerAdvertisements: object = {}) => ({
  inside: [
    {
      kind: "interface",
      device: "eth1",
      addresses: [`10.${number}.0.${host}/24`, `fd0${number}::${host}/64`],
      routerAdvertisements,
    },
  ],
});

const advertisement = (parts: Intents, name: string) =>
  gatewayOf(plan(parts), name).inside[0]!.advertisement;

describe("router advertisements", () => {
  const alone = (wanted: object) =>
    advertisement(
      {
        gateways: [gateway("a", 1, segment(1, 1, wanted)), gateway("c", 2)],
        vpns: [vpn("a", "c")],
      },
      "a",
    );

  it("001.5 announce the segment's prefix and the way to what lies behind the tunnels, IPv6 alone", () => {
    expect(alone({})).toEqual({
      prefixes: ["fd01::/64"],
      autonomousAddresses: true,
      defaultRouter: false,
      routes: ["fd02::/64"],
      preferred: false,
      maxIntervalSeconds: undefined,
    });
  });

  it("001.5 announce the gateway itself where asked to", () => {
    expect(alone({ defaultRouter: true, routes: ["2001:db8::/32"] })).toMatchObject({
      defaultRouter: true,
      routes: ["2001:db8::/32"],
    });
  });

  const paired = (mode: string) => {
    const own = { kind: "inside" };
    const options = { asn: 65001, networks: ["fd01::/64"], mode, pairLink: own };
    return {
      gateways: [
        gateway("a", 1, segment(1, 1)),
        gateway("b", 3, segment(1, 2)),
        gateway("c", 2, { asn: 65002 }),
      ],
      pairs: [pair("pair", "a", "b", options)],
      meshes: [mesh(["pair", "c"])],
      vpns: [meshVpn("a", "c"), meshVpn("b", "c")],
    };
  };

  it("prefer the primary of a pair, and hold no longer than hosts may wait", () => {
    const both = ["a", "b"].map((name) => advertisement(paired("active-standby"), name));
    expect(both).toMatchObject([
      { preferred: true, routes: ["fd02::/64"], maxIntervalSeconds: 4 },
      { preferred: false, routes: ["fd02::/64"], maxIntervalSeconds: 4 },
    ]);
  });

  it("prefer neither where both forward", () => {
    const both = ["a", "b"].map((name) => advertisement(paired("active-active"), name)?.preferred);
    expect(both).toEqual([false, false]);
  });
});
