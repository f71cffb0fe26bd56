import fc from "fast-check";
import { parse } from "yaml";
import { PLATFORMS } from "../../lib/model/platform";
import { Placeholder } from "../../lib/model/placeholder";
import { RawIntents } from "../../lib/model/network";
import { payloadOf } from "../../lib/payload/bundle";
import { userDataOf } from "../../lib/payload/user-data";
import { planNetwork } from "../../lib/plan/plan";
import {
  foreignGateway,
  gateway,
  gre,
  Intents,
  intents,
  mesh,
  meshVpn,
  pair,
  vpn,
} from "../fixtures/intents";
import { SUITES } from "../fixtures/packet";

/** One way to use the library, of all that its choices allow together. */
const network: fc.Arbitrary<RawIntents> = fc
  .record({
    outer: fc.constantFrom(4 as const, 6 as const),
    interfaceType: fc.constantFrom("xfrm", "vti", "vti6", "gre"),
    suite: fc.constantFrom(...SUITES),
    over: fc.constantFrom("none", "gre", "keyed"),
    pools: fc.subarray(["100.64.0.0/10", "fdcd:7076:6e00::/48"], { minLength: 1 }),
    inside: fc.constantFrom("interface", "vxlan-group", "vxlan-peers", "vxlan-ipv6", "ipv6-only"),
    routes: fc.constantFrom("static", "none", "mesh", "pair"),
    pairLink: fc.constantFrom("inside", "interface"),
    routers: fc.boolean(),
    mode: fc.constantFrom("active-standby", "active-active"),
    preference: fc.constantFrom("med", "local-preference"),
    late: fc.boolean(),
    translated: fc.boolean(),
    roaming: fc.boolean(),
    advertises: fc.boolean(),
    foreign: fc.boolean(),
    bfd: fc.boolean(),
    platform: fc.constantFrom(...PLATFORMS),
    secret: fc.constantFrom(
      { kind: "terraform", name: "psk" },
      { kind: "file", path: "/etc/vpn/psk" },
      { kind: "command", argv: ["fetch", "it's"] },
      { kind: "unsafe-literal", value: 'a "literal"' },
    ),
  })
  .map((choice) => intents(parts(choice)));

type Choice = Record<string, unknown> & {
  outer: 4 | 6;
  pools: string[];
  suite: (typeof SUITES)[number];
};

function parts(choice: Choice): Intents {
  const { outer, over, pools, routes, mode, preference, late, foreign, platform, secret } = choice;
  const outside = (n: number) => (outer === 4 ? `198.51.100.${n}` : `2001:db8::${n}`);
  const shared = { addressFamily: outer, platform };
  const local = outer === 4 ? "172.31.0.9" : "fd99::9";
  const own = (name: string, n: number) =>
    gateway(name, 1, { ...shared, address: outside(n), inside: [insideOf(choice, n)] });
  const a = {
    ...own("a", 2),
    ...(late ? { address: new Placeholder("address.a") } : {}),
    ...(choice.roaming && !late ? { address: undefined, dynamicAddress: true } : {}),
    ...(choice.translated ? { localAddress: local } : {}),
  };
  const far = { addressFamily: outer, address: outside(9) };
  const bgp = routes === "mesh" || routes === "pair";
  const tunnel = (left: string) => {
    const options = {
      interfaceType: choice.interfaceType,
      espProposals: [choice.suite.proposal],
      addressPools: pools,
      secret,
    };
    return bgp ? meshVpn(left, "p", options) : vpn(left, "p", { ...options, routes });
  };
  const left = routes === "pair" ? ["a", "b"] : ["a"];
  return {
    gateways: [
      { ...a, asn: routes === "mesh" ? 65001 : undefined },
      ...(routes === "pair" ? [own("b", 3)] : []),
      ...(foreign ? [] : [gateway("p", 7, { ...shared, ...far, asn: 65007 })]),
    ],
    foreignGateways: foreign ? [foreignGateway("p", 7, { ...far, asn: 65007 })] : [],
    vpns: left.map(tunnel),
    gres: over === "none" ? [] : left.map((it) => gre(it, "p", { keyed: over === "keyed" })),
    pairs: routes === "pair" ? [pairOf(choice, mode, preference)] : [],
    meshes: bgp
      ? [
          mesh([routes === "pair" ? "east" : "a", "p"], {
            bfd: choice.bfd ? "net/fast" : undefined,
          }),
        ]
      : [],
    bfdProfiles: [
      {
        path: "net/fast",
        name: "fast",
        transmitIntervalMs: 100,
        receiveIntervalMs: 300,
        detectMultiplier: 3,
      },
    ],
  };
}

function pairOf({ pairLink, routers }: Choice, mode: unknown, preference: unknown) {
  return pair("east", "a", "b", {
    asn: 65001,
    networks: ["10.1.0.0/24", "fd01::/64"],
    mode,
    preference,
    ...(pairLink === "inside" ? { pairLink: { kind: "inside" } } : {}),
    ...(routers ? { insideRouters: ["fd01::10"] } : {}),
  });
}

function insideOf(choice: Choice, n: number) {
  const routerAdvertisements = choice.advertises ? {} : undefined;
  return { ...segmentOf(choice, n), routerAdvertisements };
}

function segmentOf({ inside }: Choice, n: number) {
  const addresses = [`10.1.0.${n}/24`, `fd01::${n}/64`];
  if (inside === "interface") return { kind: "interface", device: "eth1", addresses };
  if (inside === "ipv6-only")
    return { kind: "interface", device: "eth1", addresses: [addresses[1]!] };
  const extra = {
    "vxlan-group": {},
    "vxlan-peers": { peers: ["192.168.1.9"] },
    "vxlan-ipv6": { peers: [`fd98::${n === 2 ? 3 : 2}`], underlayAddresses: [`fd98::${n}/64`] },
  }[inside as string];
  return { kind: "vxlan", device: "vxlan7", vni: 7, underlay: "eth1", addresses, ...extra };
}

describe("any network that the plan accepts", () => {
  it("is printed for every gateway, whole and readable", () => {
    let accepted = 0;
    fc.assert(
      fc.property(network, (raw) => {
        const { plan } = planNetwork(raw);
        if (!plan) return;
        accepted++;
        for (const gatewayPlan of plan.gateways) {
          const payload = payloadOf(gatewayPlan);
          for (const { path, text } of payload.files) {
            expect(`${path}: ${text}`).not.toMatch(/undefined|NaN|\[object/);
            expect(text.endsWith("\n")).toBe(true);
          }
          expect(parse(userDataOf(payload)).write_files).toHaveLength(payload.files.length);
        }
      }),
      { numRuns: 400 },
    );
    // Most choices go together; where none did, the property would say nothing.
    expect(accepted).toBeGreaterThan(100);
  });
});
