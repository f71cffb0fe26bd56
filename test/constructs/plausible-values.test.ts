import {
  Authentication,
  BgpMesh,
  ForeignGateway,
  Gateway,
  Inside,
  PolicyBasedVpn,
  RouteBasedVpn,
  RouteExchange,
} from "cdktf-routed-vpn";
import { Network } from "../../lib/network/network";
import { preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { Build, two, untyped } from "../fixtures/bad-input";
import { placesOf, problemsIn } from "../fixtures/problems";

function address(text: string): Build {
  const inside = Inside.onInterface("eth1", [text]);
  return (stack) => void new Gateway(stack, "a", { address: "198.51.100.2", inside });
}

function networks(...prefixes: string[]): Build {
  return (stack) => void siteGateway(stack, "a", 1, 2, { networks: prefixes });
}

describe("S15: an inside address is that of one host", () => {
  it.each([
    "10.1.0.0/24",
    "10.1.0.255/24",
    "10.1.0.0/30",
    "10.1.0.3/30",
    "fd01::/64",
    "127.0.0.1/8",
    "0.0.0.1/24",
    "224.0.0.5/24",
    "::1/128",
    "fe80::1/64",
    "ff02::1/64",
  ])("refuses %s", (text) => {
    expect(placesOf(problemsIn(address(text)))).toEqual(["net/a: inside.0.addresses.0"]);
  });

  it.each([
    "10.1.0.1/24",
    "10.1.0.254/24",
    "10.1.0.0/31",
    "10.1.0.1/31",
    "10.1.0.255/32",
    "10.1.0.255/16",
    "fd01::1/64",
    "fd01::ffff:ffff:ffff:ffff/64",
    "fd01::/127",
    "fd01::/128",
  ])("takes %s", (text) => expect(problemsIn(address(text))).toEqual([]));
});

const NOT_ROUTED = [
  "127.0.0.0/8",
  "127.0.0.1/32",
  "224.0.0.0/4",
  "239.1.0.0/16",
  "240.0.0.0/4",
  "0.0.0.0/8",
  "fe80::/10",
  "::1/128",
  "ff00::/8",
];

describe("S15: prefixes are of unicast addresses", () => {
  it.each(NOT_ROUTED)("refuses %s among networks, routes and selectors", (prefix) => {
    expect(placesOf(problemsIn(networks("10.1.0.0/24", prefix)))).toEqual(["net/a: networks.1"]);
    const problems = problemsIn((stack) => {
      const [left, right] = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
      const authentication = preSharedKey();
      const routes = RouteExchange.staticRoutes([prefix], [prefix]);
      new RouteBasedVpn(stack, "v", { left, right, authentication, routes });
      const far = soleSite(stack, "e", 3);
      const leftSelectors = [prefix];
      new PolicyBasedVpn(stack, "p", { left, right: far, authentication, leftSelectors });
    });
    expect(placesOf(problems)).toEqual([
      "net/p: leftSelectors.0",
      "net/v: routesToLeft.0",
      "net/v: routesToRight.0",
    ]);
  });

  it("refuses them behind inner routers, and such routers", () => {
    const routes = [{ prefix: "127.0.0.0/8", via: "224.0.0.9" }];
    const inside = Inside.onInterface("eth1", ["10.1.0.1/24"], { routes });
    expect(placesOf(problemsIn((stack) => void siteGateway(stack, "a", 1, 2, { inside })))).toEqual(
      ["net/a: inside.0.routes.0.prefix", "net/a: inside.0.routes.0.via"],
    );
  });
});

describe("S15: interfaces", () => {
  it.each(["lo", "all", "default"])("%s is none", (underlayDevice) => {
    expect(placesOf(problemsIn(two({ underlayDevice })))).toEqual(["net/a: underlayDevice"]);
    const inside = Inside.onInterface(underlayDevice, ["10.1.0.1/24"]);
    expect(placesOf(problemsIn(two({ inside })))).toEqual(["net/a: inside.0.device"]);
  });
});

describe("S15: undefined is as unset", () => {
  it("in every property of every construct", () => {
    const unset = (names: string) =>
      Object.fromEntries(names.split(" ").map((name) => [name, undefined]));
    const problems = problemsIn((stack) => {
      const gateway = unset("delivery platform addressFamily localAddress isolation name asn");
      const left = soleSite(stack, "a", 1, { ...gateway, asn: 65001 });
      const right = soleSite(stack, "c", 2, { ...gateway, asn: 65002 });
      const props = unset(
        "gre bfd topology keepaliveSeconds holdTimeSeconds connectRetrySeconds pins sitePins prefixIndependentConvergence",
      );
      const vpn = unset("interfaceType addressPools ikeProposals espProposals dpdDelaySeconds");
      const authentication = preSharedKey();
      const all = { ...props, members: [left, right], vpn: { ...vpn, authentication } };
      new BgpMesh(stack, "backbone", untyped(all));
    });
    expect(problems).toEqual([]);
  });
});

describe("S15: a gateway without an address says so", () => {
  const inside = Inside.onInterface("eth1", ["10.7.0.1/24"]);
  const fromEnvironment = process.env.ROUTED_VPN_TEST_UNSET;

  it("refuses an address out of an unset variable, with the remedy", () => {
    const problems = problemsIn((stack) => {
      const a = new Gateway(stack, "a", { address: fromEnvironment, inside });
      const p = new ForeignGateway(stack, "p", { address: fromEnvironment, ikeId: "p.example" });
      new RouteBasedVpn(stack, "a-p", { left: a, right: p, authentication: preSharedKey() });
    });
    expect(placesOf(problems)).toEqual(
      expect.arrayContaining(["net/a: address", "net/p: address"]),
    );
    for (const { property, expected, remedy } of problems.filter(
      (one) => one.property === "address",
    )) {
      expect([property, expected, remedy].join("\n")).toMatch(
        /dynamicAddress: true[^]*environment/,
      );
    }
  });

  it("refuses an empty address, and an address beside dynamicAddress", () => {
    const place = (props: object) =>
      placesOf(problemsIn((stack) => void new Gateway(stack, "a", { inside, ...props })));
    expect(place({ address: "" })).toEqual(["net/a: address"]);
    expect(place({ address: "198.51.100.2", dynamicAddress: true })).toEqual([
      "net/a: dynamicAddress",
    ]);
    expect(place({ dynamicAddress: false })).toEqual(["net/a: address"]);
  });

  it("takes dynamicAddress", () => {
    const problems = problemsIn((stack) => {
      const left = siteGateway(stack, "a", 1, 2);
      const right = new Gateway(stack, "b", { dynamicAddress: true, inside });
      const authentication = preSharedKey();
      new RouteBasedVpn(stack, "a-b", { left, right, authentication });
      expect(Network.of(stack).plan().gateways).toHaveLength(2);
    });
    expect(problems).toEqual([]);
  });
});

describe("S16: characters that no reader shows or takes", () => {
  const characters: [string, string][] = [
    ["U+FFFE", "\uFFFE"],
    ["U+FFFF", "\uFFFF"],
    ["U+FDD0", "\uFDD0"],
    ["U+1FFFE", "\u{1FFFE}"],
    ["a high surrogate alone", "\uD800"],
    ["a low surrogate alone", "\uDC00"],
    ...[0x200e, 0x200f, 0x061c, 0x202a, 0x202e, 0x2066, 0x2069].map((code): [string, string] => [
      `U+${code.toString(16)}`,
      String.fromCharCode(code),
    ]),
  ];

  it.each(characters)(
    "%s in ids, names and descriptions is refused, and not repeated",
    (_, text) => {
      const cases: [string, Build][] = [
        ["description", two({ description: `a${text}b` })],
        ["name", two({ name: `a${text}b` })],
        ["path", (stack) => void siteGateway(stack, `a${text}b`, 1, 2, { name: "a" })],
        ["description", two({}, { description: `a${text}b` })],
        [
          "description",
          (stack) => {
            const foreign = { address: "203.0.113.9", description: `a${text}b` };
            new ForeignGateway(stack, "p", foreign);
          },
        ],
      ];
      for (const [property, app] of cases) {
        const problems = problemsIn(app);
        expect(problems.map((one) => one.property)).toEqual([property]);
        expect(problems[0]!.value).not.toContain(text);
      }
    },
  );

  it("takes any other text, in any script", () => {
    expect(problemsIn(two({ description: "Büro 東京 \u{1F600} مكتب" }))).toEqual([]);
  });
});

describe("S15: certificates", () => {
  it("default values hold where a property is undefined", () => {
    const authority = { kind: "x" };
    const wrong = Authentication.certificate({
      authority: untyped(authority),
      certificateFile: undefined,
      revocation: undefined,
    });
    expect(placesOf(problemsIn(two({}, { authentication: wrong })))).toEqual([
      "net/a-c: certificate.authority",
    ]);
  });
});
