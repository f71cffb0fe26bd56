import {
  GatewayProps,
  HaPair,
  HaPairProps,
  Inside,
  InsideRouting,
  InsideVrrpProps,
  Isolation,
} from "cdktf-routed-vpn";
import { mesh, siteGateway, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { refusal } from "../fixtures/synth";

const GOOD: InsideVrrpProps = {
  virtualRouterId: 51,
  addresses: ["10.1.0.1", "fd01::1"],
  segmentConvergenceMs: 0,
};

/** A pair with a virtual router, and another site. */
function vrrp(
  props: Partial<InsideVrrpProps>,
  pair: Partial<HaPairProps> = {},
  gateways: Partial<GatewayProps> = {},
): Build {
  const insideRouting = InsideRouting.vrrp({ ...GOOD, ...props });
  return (stack) =>
    void mesh(stack, [
      sitePair(stack, "east", 1, ["a", "b"], { insideRouting, ...pair }, gateways),
      soleSite(stack, "c", 2),
    ]);
}

describe("a bad virtual router is refused", () => {
  itRefuses([
    {
      wrong: "003.8 a partner that would take over while the segment repairs itself: split brain",
      app: vrrp({ segmentConvergenceMs: 201 }),
      at: "net/east: insideRouting.advertisementIntervalMs is 100",
      expected: /for up to 201 ms; with this one it does after 200 ms \(2 × 100 ms/,
      remedy: /every 110 ms or more/,
    },
    {
      wrong: "an interval that VRRP cannot say",
      app: vrrp({ advertisementIntervalMs: 105 }),
      at: "net/east: insideRouting.advertisementIntervalMs is 105",
      expected: /a multiple of 10 ms/,
      remedy: /hundredths of a second/,
    },
    {
      wrong: "no virtual router's number",
      app: vrrp({ virtualRouterId: 0 }),
      at: "net/east: insideRouting.virtualRouterId is 0",
      expected: /from 1 to 255/,
      remedy: /RFC 9568/,
    },
    {
      wrong: "an address of another segment",
      app: vrrp({ addresses: ["10.9.0.1", "fd01::1"] }),
      at: 'net/east: insideRouting.addresses is "10.9.0.1"',
      expected: /an address of eth1, the inside segment of net\/a/,
      remedy: /a free address of the prefix/,
    },
    {
      wrong: "an address that a gateway has",
      app: vrrp({ addresses: ["10.1.0.1", "FD01:0::3"] }),
      at: 'net/east: insideRouting.addresses is "FD01:0::3"',
      expected: /it is net\/b's own/,
      remedy: /a free address/,
    },
    ...["10.1.0.0", "10.1.0.255"].map((address) => ({
      wrong: `an address that no host has: ${address}`,
      app: vrrp({ addresses: [address, "fd01::1"] }),
      at: `net/east: insideRouting.addresses is "${address}"`,
      expected: /neither the segment's own nor for all/,
      remedy: /a free address/,
    })),
    {
      wrong: "the address of all routers of the segment",
      app: vrrp({ addresses: ["10.1.0.1", "fd01::"] }),
      at: 'net/east: insideRouting.addresses is "fd01::"',
      expected: /neither the segment's own/,
      remedy: /a free address/,
    },
    {
      wrong: "an address twice",
      app: vrrp({ addresses: ["10.1.0.1", "fd01::1", "fd01:0::1"] }),
      at: 'net/east: insideRouting.addresses is "fd01:0::1"',
      expected: /each address once/,
      remedy: /a free address/,
    },
    {
      wrong: "no address of a family that the pair has networks of",
      app: vrrp({ addresses: ["10.1.0.1"] }),
      at: 'net/east: insideRouting.addresses is "10.1.0.1"',
      expected: /hosts of fd01::\/64 have no other router/,
      remedy: /add one/,
    },
    {
      wrong: "inner routers besides",
      app: vrrp({}, { insideRouters: ["10.1.0.10"] }),
      at: 'net/east: insideRouters is ["10.1.0.10"]',
      expected: /no inner routers/,
      remedy: /InsideRouting\.bgp\(\)/,
    },
    {
      wrong: "a gateway without a partner",
      app: (stack) => {
        const insideRouting = InsideRouting.vrrp(GOOD);
        mesh(stack, [soleSite(stack, "a", 1, { insideRouting }), soleSite(stack, "c", 2)]);
      },
      at: 'net/a: insideRouting is "vrrp"',
      expected: /a pair/,
      remedy: /use an HaPair/,
    },
  ]);

  it("in a VRF, where keepalived does not run", () => {
    expect(refusal(vrrp({}, {}, { isolation: Isolation.VRF }))).toMatch(
      /net\/a: isolation is "vrf"\n *expected: no isolation.*\n *remedy: use InsideRouting/,
    );
  });

  it("beside router advertisements, which lead hosts to one gateway", () => {
    const message = refusal((stack) => {
      const gateways = [2, 3].map((n) =>
        siteGateway(stack, `g${n}`, 1, n, {
          inside: Inside.onInterface("eth1", [`10.1.0.${n}/24`, `fd01::${n}/64`], {
            routerAdvertisements: {},
          }),
        }),
      );
      new HaPair(stack, "east", {
        primary: gateways[0]!,
        secondary: gateways[1]!,
        asn: 65001,
        networks: ["10.1.0.0/24"],
        insideRouting: InsideRouting.vrrp(GOOD),
      });
    });
    expect(message).toMatch(/net\/g2: inside\.routerAdvertisements is \{\}/);
    expect(message).toMatch(/net\/g3: inside\.routerAdvertisements is \{\}/);
  });
});
