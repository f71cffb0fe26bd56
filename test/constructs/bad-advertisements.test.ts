import { HaPair, Inside, RouterAdvertisements } from "cdktf-routed-vpn";
import { siteGateway } from "../fixtures/apps";
import { itRefuses, two } from "../fixtures/bad-input";

function advertising(addresses: string[], routerAdvertisements: RouterAdvertisements = {}) {
  return two({ inside: Inside.onInterface("eth1", addresses, { routerAdvertisements }) });
}

describe("router advertisements are refused", () => {
  itRefuses([
    {
      wrong: "on a segment without IPv6",
      app: advertising(["10.1.0.2/24"]),
      at: "net/a: inside.routerAdvertisements is {}",
      expected: /an IPv6 address on eth1/,
      remedy: /give the segment one/,
    },
    {
      wrong: "with addresses to make of a prefix that has no room for them",
      app: advertising(["fd01::2/80"]),
      at: 'net/a: inside.addresses is "fd01::/80"',
      expected: /a \/64.*RFC 4862/,
      remedy: /autonomousAddresses/,
    },
    {
      wrong: "with a route that is no IPv6 prefix",
      app: advertising(["fd01::2/64"], { routes: ["10.2.0.0/24"] }),
      at: 'net/a: inside.0.routerAdvertisements.routes.0 is "10.2.0.0/24"',
      expected: /an IPv6 prefix/,
      remedy: /IPv6's own/,
    },
    {
      wrong: "more often than the protocol allows",
      app: advertising(["fd01::2/64"], { maxIntervalSeconds: 1 }),
      at: "net/a: inside.0.routerAdvertisements.maxIntervalSeconds is 1",
      expected: /from 4 to 1800/,
      remedy: /RFC 4861/,
    },
    {
      wrong: "from one gateway of a pair alone",
      app: (stack) => {
        const routerAdvertisements = {};
        const inside = Inside.onInterface("eth1", ["10.1.0.2/24", "fd01::2/64"], {
          routerAdvertisements,
        });
        new HaPair(stack, "pair", {
          primary: siteGateway(stack, "a", 1, 2, { inside }),
          secondary: siteGateway(stack, "b", 1, 3),
          asn: 65001,
          networks: ["10.1.0.0/24", "fd01::/64"],
        });
      },
      at: "net/b: inside.routerAdvertisements not set",
      expected: /as net\/a sends on the same segment/,
      remedy: /let both gateways of the pair advertise/,
    },
  ]);
});
