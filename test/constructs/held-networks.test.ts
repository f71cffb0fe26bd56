import { HaPairProps, GatewayProps, Inside, InsideRouting } from "cdktf-routed-vpn";
import { mesh, model1, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { synthesizeStack } from "../fixtures/synth";

/** A site of one gateway, on 10.1.0.0/24, and another. */
function sole(props: Partial<GatewayProps>): Build {
  return (stack) => void mesh(stack, [soleSite(stack, "a", 1, props), soleSite(stack, "c", 2)]);
}

/** The same of two gateways, with VRRP: nothing else brings a route. */
function pair(props: Partial<HaPairProps>): Build {
  const insideRouting = InsideRouting.vrrp({
    ...{ virtualRouterId: 1, segmentConvergenceMs: 0 },
    addresses: ["10.1.0.254", "fd01::fe"],
  });
  return (stack) =>
    void mesh(stack, [
      sitePair(stack, "east", 1, ["a", "b"], { insideRouting, ...props }),
      soleSite(stack, "c", 2),
    ]);
}

const BEHIND = Inside.onInterface("eth1", ["10.1.0.2/24"], {
  routes: [{ prefix: "10.1.0.0/16", via: "10.1.0.254" }],
});

describe("S1: networks that a gateway has no route to", () => {
  itRefuses([
    {
      wrong: "an aggregate of what is there",
      app: sole({ networks: ["10.1.0.0/16"] }),
      at: 'net/a: networks is "10.1.0.0/16"',
      expected: /a route to; net\/a has 10.1.0.0\/24/,
      remedy: /declare the networks that are there \(10.1.0.0\/24\), or add the prefix to `routes`/,
    },
    {
      wrong: "a network that is not there at all",
      app: sole({ networks: ["10.1.0.0/24", "10.9.0.0/24"] }),
      at: 'net/a: networks is "10.9.0.0/24"',
      expected: /net\/a has 10.1.0.0\/24, fd01::\/64/,
      remedy: /declare the networks that are there, or/,
    },
    {
      wrong: "the same of a pair, told once",
      app: pair({ networks: ["10.1.0.0/16", "fd01::/64"] }),
      at: 'net/east: networks is "10.1.0.0/16"',
      expected: /every gateway of the site/,
      remedy: /inner router/,
    },
    {
      wrong: "a network of a static VPN's end, where no part of it is",
      app: (stack) => {
        model1(stack);
        soleSite(stack, "alone", 7, { networks: ["10.9.0.0/24"] });
      },
      at: 'net/alone: networks is "10.9.0.0/24"',
      expected: /net\/alone has 10.7.0.0\/24/,
      remedy: /`routes` of an inside segment/,
    },
  ]);

  it.each<[string, Build]>([
    ["an inside route to it", sole({ networks: ["10.1.0.0/16"], inside: BEHIND })],
    ["OSPF inside", sole({ networks: ["10.1.0.0/16"], insideRouting: InsideRouting.ospf() })],
  ])("are accepted with %s", (_, app) => {
    expect(() => synthesizeStack(app)).not.toThrow();
  });
});
