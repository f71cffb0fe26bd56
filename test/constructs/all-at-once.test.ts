import { TerraformStack } from "cdktf";
import {
  BfdProfile,
  BgpMesh,
  ForeignGateway,
  HaPair,
  PairLink,
  PeerKind,
  RouteBasedVpn,
  TunnelInterface,
} from "cdktf-routed-vpn";
import fc from "fast-check";
import { preSharedKey, sitePair, soleSite, siteGateway } from "../fixtures/apps";
import { refusal } from "../fixtures/synth";

/** Faults that are found at four stages: of one construct, between constructs, in the plan, by the failure analysis. */
const FAULTS = {
  schema: ["net/slow: transmitIntervalMs"],
  between: ["net/left-right: right.address"],
  collision: ["net/n-two: leftDevice"],
  held: ["net/wide: networks"],
  peer: ["net/azure-company: bfd"],
  budget: ["net/north: convergenceBudgetMs"],
} as const;
type Fault = keyof typeof FAULTS;
const ALL = Object.keys(FAULTS) as Fault[];

/** Six groups of constructs that have nothing to do with each other, some of them at fault. */
function company(stack: TerraformStack, ...faults: Fault[]): void {
  const has = (fault: Fault) => faults.includes(fault);
  const authentication = preSharedKey();
  new BfdProfile(stack, "slow", has("schema") ? { transmitIntervalMs: 1 } : {});

  const left = siteGateway(stack, "left", 11, 2);
  const right = siteGateway(
    stack,
    "right",
    12,
    2,
    has("between") ? { address: "2001:db8::12" } : {},
  );
  new RouteBasedVpn(stack, "left-right", { left, right, authentication });

  const hub = siteGateway(stack, "hub", 21, 2);
  for (const [name, site] of [
    ["n-two", 22],
    ["n-three", 23],
  ] as const) {
    new RouteBasedVpn(stack, name, {
      left: hub,
      right: siteGateway(stack, `spoke-${site}`, site, 2),
      authentication,
      pins: { leftDevice: has("collision") ? "xfrm0" : `xfrm${site}` },
    });
  }

  const wide = soleSite(stack, "wide", 31, has("held") ? { networks: ["10.31.0.0/16"] } : {});
  new BgpMesh(stack, "wide-mesh", {
    members: [wide, soleSite(stack, "narrow", 32)],
    vpn: { authentication },
  });

  const azure = new ForeignGateway(stack, "azure", {
    kind: PeerKind.AZURE_VPN,
    address: "203.0.113.2",
    asn: 65515,
    networks: ["10.42.0.0/24"],
  });
  new BgpMesh(stack, "azure-company", {
    members: [soleSite(stack, "office", 41), azure],
    keepaliveSeconds: 60,
    holdTimeSeconds: 180,
    vpn: {
      authentication: preSharedKey("azure_psk"),
      addressPools: ["169.254.0.0/16"],
    },
    pins: { "azure-office": { vpn: { subnets: ["169.254.21.4/30"] } } },
    bfd: has("peer") ? new BfdProfile(stack, "fast") : undefined,
  });

  new BgpMesh(stack, "backbone", {
    members: [
      sitePair(stack, "north", 51, ["a", "b"], has("budget") ? { convergenceBudgetMs: 500 } : {}),
      sitePair(stack, "south", 52, ["c", "d"]),
    ],
    vpn: { authentication: preSharedKey("backbone"), interfaceType: TunnelInterface.XFRM },
  });
}

/** Construct and property of each problem. */
function places(build: (stack: TerraformStack) => void): string[] {
  const lines = refusal(build).split("\n");
  return lines.flatMap((line) => /^ {2}(\S+: \S+)/.exec(line)?.[1] ?? []);
}

describe("S14: faults of all stages", () => {
  it.each(ALL)("S14: one of %s is told", (fault) => {
    expect(places((stack) => company(stack, fault))).toEqual(FAULTS[fault]);
  });

  it("S14: any of them together are all told, and nothing else is", () => {
    fc.assert(
      fc.property(fc.subarray(ALL, { minLength: 2 }), (faults) => {
        const told = places((stack) => company(stack, ...faults));
        expect(told).toEqual(faults.flatMap((fault) => FAULTS[fault]).sort());
      }),
      { numRuns: 12, examples: [[ALL]] },
    );
  });
});

describe("S14: what depends on a fault", () => {
  const at = (build: (stack: TerraformStack) => void) => places(build).sort();
  const authentication = preSharedKey();

  it("S14: two tunnels of a mesh meet, and its profile is at fault: both are told, and no budget", () => {
    const build = (stack: TerraformStack) => {
      const bfd = new BfdProfile(stack, "fast", { detectMultiplier: 0 });
      const [a, b, c] = [1, 2, 3].map((site) => soleSite(stack, `s${site}`, site));
      new BgpMesh(stack, "mesh", {
        members: [a!, b!, c!, sitePair(stack, "pair", 4, ["p", "q"])],
        vpn: { authentication },
        bfd,
        pins: {
          "s1-s2": { vpn: { leftDevice: "xfrm9" } },
          "s1-s3": { vpn: { leftDevice: "xfrm9" } },
        },
      });
    };
    expect(at(build)).toEqual(["net/fast: detectMultiplier", "net/mesh/s1-s3: leftDevice"]);
  });

  it("S14: the partner of a gateway at fault is no site of its own, and has no budget that fails", () => {
    const build = (stack: TerraformStack) => {
      const budget = { convergenceBudgetMs: 15_000 };
      const east = new HaPair(stack, "east", {
        primary: siteGateway(stack, "a", 1, 2, { description: "two\nlines" }),
        secondary: siteGateway(stack, "b", 1, 3),
        asn: 65001,
        networks: ["10.1.0.0/24", "fd01::/64"],
        pairLink: PairLink.onInterface("eth2"),
        ...budget,
      });
      const west = sitePair(stack, "west", 2, ["c", "d"], budget);
      new BgpMesh(stack, "mesh", { members: [east, west], vpn: { authentication } });
    };
    expect(at(build)).toEqual(["net/a: description"]);
  });

  it("S14: a peer whose mesh is at fault is not told that it speaks no BGP", () => {
    const build = (stack: TerraformStack) => {
      const peer = new ForeignGateway(stack, "partner", {
        address: "203.0.113.2",
        asn: 65002,
        networks: ["10.2.0.0/24"],
        ttlSecurity: true,
      });
      new BgpMesh(stack, "mesh", {
        members: [soleSite(stack, "office", 1), peer],
        holdTimeSeconds: 1,
        vpn: { authentication },
      });
    };
    expect(at(build)).toEqual(["net/mesh: holdTimeSeconds"]);
  });
});
