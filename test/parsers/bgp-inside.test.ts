import { releaseTree } from "../../lab/image/image";
import { frr } from "../../lib/render/frr";
import { filesOf } from "../fixtures/footprints";
import { gateway, gatewayOf, pair, plan } from "../fixtures/intents";
import { learned, speaker } from "./bgp-speaker";
import { BUILD_LIMIT_MS, describeIfPossible, RELEASES } from "./releases";

const CHECK_LIMIT_MS = 5 * 60_000;

/** FRR 8.4 wants its inner routers named; the host then has the name of one. */
function withKey(platform: string) {
  const secret = { kind: "unsafe-literal", value: "the-site-s-key" };
  const named = platform === "debian-13" ? {} : { insideRouters: ["10.1.0.66"] };
  return { insideRouting: { kind: "bgp", secret }, ...named };
}

describeIfPossible.each(RELEASES)(
  "BGP with hosts of the inside, with FRR of $release",
  ({ release, platform }) => {
    let tree: string;

    beforeAll(async () => {
      tree = await releaseTree(release);
    }, BUILD_LIMIT_MS);

    it.each([
      [
        "B1: a host of the inside segment that opens BGP with the gateway changes no route",
        {},
        "",
        [],
      ],
      ["B1: nor where routers have a key, and the host has none", true, "", []],
      ["B1: nor where the host has another one", true, "a-guess-of-it", []],
      ["B1: a router with the key is heard", true, "the-site-s-key", ["10.1.0.128/26"]],
    ] as const)(
      "%s",
      (_, keyed, password, expected) => {
        const network = plan({
          gateways: [
            gateway("a", 1, {
              platform,
              inside: [{ kind: "interface", device: "eth1", addresses: ["10.1.0.1/24"] }],
            }),
            gateway("b", 1, {
              address: "198.51.100.2",
              platform,
              inside: [{ kind: "interface", device: "eth1", addresses: ["10.1.0.3/24"] }],
            }),
          ],
          pairs: [
            pair("east", "a", "b", {
              asn: 65001,
              networks: ["10.1.0.0/24"],
              ...(keyed && withKey(platform)),
            }),
          ],
        });
        const conf = filesOf(frr, gatewayOf(network, "a"))[1]!.text;
        const host = speaker(["10.1.0.128/26"], {
          device: "eth1",
          gateway: "10.1.0.1/24",
          address: "10.1.0.66/24",
          as: 65001,
        });
        const neighbor = password && ` neighbor 10.1.0.1 password ${password}\n`;
        const conf2 = host.conf.replace(" address-family", `${neighbor} address-family`);
        const { routes } = learned(tree, conf, { ...host, conf: conf2 });
        expect(routes).toEqual(expected);
      },
      CHECK_LIMIT_MS,
    );
  },
);
