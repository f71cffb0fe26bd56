import {
  BfdProfile,
  BfdProfileProps,
  BgpMeshProps,
  ForeignGateway,
  ForeignGatewayProps,
  HaPairProps,
} from "cdktf-routed-vpn";
import { analyse } from "../../lib/analysis/analyse";
import { budgetProblems } from "../../lib/analysis/budget";
import { NetworkPlan } from "../../lib/plan/types";
import { mesh, model7, sitePair, soleSite } from "../fixtures/apps";
import { Build, itRefuses } from "../fixtures/bad-input";
import { refusal, synthesizeStack } from "../fixtures/synth";

/** A pair and a single gateway, watched by BFD. */
function watched(timers: BfdProfileProps | undefined, pair: Partial<HaPairProps> = {}): Build {
  return (stack) => {
    const members = [sitePair(stack, "east", 1, ["a", "b"], pair), soleSite(stack, "c", 2)];
    mesh(stack, members, { bfd: timers && new BfdProfile(stack, "bfd", timers) });
  };
}

const SLOW = { transmitIntervalMs: 300, receiveIntervalMs: 300 };

/** A pair and a third party's gateway, whose networks are not known. */
function withPartner(
  meshProps: Partial<BgpMeshProps>,
  pair: Partial<HaPairProps> = {},
  partner: Partial<ForeignGatewayProps> = {},
): Build {
  return (stack) => {
    const far = new ForeignGateway(stack, "far", {
      ...{ address: "203.0.113.9", asn: 65010 },
      ...partner,
    });
    mesh(stack, [sitePair(stack, "east", 1, ["a", "b"], pair), far], meshProps);
  };
}

describe("a pair's promise", () => {
  itRefuses([
    {
      wrong: "003.4 BFD of 300 ms × 3, FRR's own, in a budget of half a second",
      app: watched(SLOW),
      at: "net/east: convergenceBudgetMs is 500",
      expected: /takes up to 1950 ms \(BFD at .*: 3 × max\(300, 300\) ms, .*; repair: 150 ms\)/,
      remedy: /100 ms × 3/,
    },
    {
      wrong: "a hold time in a budget of half a second",
      app: watched(undefined, { convergenceBudgetMs: 500 }),
      at: "net/east: convergenceBudgetMs is 500",
      expected: /BGP hold time at .*: hold time of 9 s/,
      remedy: /faster BfdProfile/,
    },
    {
      wrong: "S2: a third party's hold time of 60 s, of networks that nobody has declared",
      app: withPartner(
        { keepaliveSeconds: 20, holdTimeSeconds: 60 },
        { convergenceBudgetMs: 1000 },
      ),
      at: "net/east: convergenceBudgetMs is 1000",
      expected: /takes up to \d+ ms \(BGP hold time at .*: hold time of 60 s/,
      remedy: /faster BfdProfile/,
    },
    {
      wrong: "S2: the same of one that declares its networks",
      app: withPartner(
        { keepaliveSeconds: 20, holdTimeSeconds: 60 },
        { convergenceBudgetMs: 1000 },
        { networks: ["10.9.0.0/24"] },
      ),
      at: "net/east: convergenceBudgetMs is 1000",
      expected: /hold time of 60 s/,
      remedy: /faster BfdProfile/,
    },
    {
      wrong: "S2: a budget without BGP, which nothing is walked for",
      app: (stack) => void sitePair(stack, "east", 1, ["a", "b"], { convergenceBudgetMs: 1000 }),
      at: "net/east: convergenceBudgetMs is 1000",
      expected: /joined with another site by BGP/,
      remedy: /BgpMesh/,
    },
    {
      wrong: "a budget below all measure",
      app: watched({}, { convergenceBudgetMs: 1 }),
      at: "net/east: convergenceBudgetMs is 1",
      expected: /milliseconds/,
      remedy: /500 suits/,
    },
  ]);

  it.each([
    ["BFD of 100 ms × 3", watched({ transmitIntervalMs: 100, receiveIntervalMs: 100 })],
    ["slow BFD in a budget that allows for it", watched(SLOW, { convergenceBudgetMs: 1950 })],
    ["no BFD, and no budget", watched(undefined)],
    ["S3: all defaults of BfdProfile and HaPair", watched({})],
    [
      "S2: a third party that its hold time is slow enough for",
      withPartner({}, { convergenceBudgetMs: 13_000 }),
    ],
  ])("is kept by %s", (_, app) => {
    expect(() => synthesizeStack(app)).not.toThrow();
  });

  it("is broken by each of three pairs that are alike, and each has its own problem", () => {
    const text = refusal((stack) => {
      const pairs = [1, 2, 3].map((n) => sitePair(stack, `p${n}`, n, [`p${n}a`, `p${n}b`]));
      mesh(stack, pairs, { bfd: new BfdProfile(stack, "bfd", SLOW) });
    });
    for (const n of [1, 2, 3]) {
      expect(text).toMatch(new RegExp(`net/p${n}: convergenceBudgetMs is 500`));
    }
  });

  it("says nothing about the other side's only gateway", () => {
    const plan = synthesizeStack(watched(undefined)).plan("net");
    const { impacts } = analyse(plan)[0]!;
    const lost = impacts.find(({ failure }) => failure.kind === "gateway" && failure.at[0] === "c");
    expect(lost!.survives).toBe(false);
    expect(budgetProblems(analyse(plan), plan.sites)).toEqual([]);
  });

  it("is broken where the secondary has no tunnels of its own", () => {
    const plan = synthesizeStack((stack) => void model7(stack)).plan("net");
    const bare: NetworkPlan = {
      ...plan,
      gateways: plan.gateways.map((gateway) =>
        gateway.name === "b"
          ? {
              ...gateway,
              tunnels: [],
              bgp: {
                ...gateway.bgp!,
                sessions: gateway.bgp!.sessions.filter(({ kind }) => kind === "pair"),
              },
            }
          : gateway,
      ),
    };
    const [problem] = budgetProblems(analyse(bare), bare.sites);
    expect(problem!.path).toBe("net/east");
    expect(problem!.expected).toContain("a loses its power; a's uplink drops all packets");
    expect(problem!.remedy).toContain("tunnels from both its gateways");
  });
});
