import { BfdProfile } from "cdktf-routed-vpn";
import { Flow, Impact } from "../../lib/analysis/impact";
import { mesh, soleSite } from "../fixtures/apps";
import { impacts, planOf7, ways } from "../fixtures/impacts";
import { synthesizeStack } from "../fixtures/synth";

const EAST = "inside of 65001";
const WEST = "inside of 65002";

function flow({ flows }: Impact, from: string): Flow {
  return flows.find((one) => one.from === from)!;
}

describe("a loss in one direction", () => {
  const found = impacts(planOf7());

  it.each([
    ["the path between a and c drops all packets from a to c", EAST, "c", "a"],
    ["the path between a and c drops all packets from c to a", WEST, "a", "c"],
    ["a's uplink drops all outbound packets", EAST, "c", "a"],
    ["a's uplink drops all inbound packets", WEST, "a", "c"],
  ])("%s: the end that receives nothing notices, and tells the sender", (name, from, at, told) => {
    const { noticed, repairs, outage } = flow(found[name]!, from);
    expect(noticed).toEqual({
      at,
      detection: {
        by: "BFD",
        time: { min: 200, max: 350 },
        arithmetic: `3 × max(100, 100) ms, and up to 50 ms until ${told} learns of it`,
      },
    });
    expect(repairs).toBe(1);
    expect(outage).toEqual({ min: 220, max: 500 });
  });

  it("a slow BFD leaves TCP the time to hold the news back, until the sender notices by itself", () => {
    const slow = impacts(
      synthesizeStack((stack) => {
        const members = [soleSite(stack, "a", 1), soleSite(stack, "c", 2)];
        mesh(stack, members, {
          bfd: new BfdProfile(stack, "slow", { transmitIntervalMs: 300, receiveIntervalMs: 300 }),
        });
      }).plan("net"),
    );
    const { noticed } = flow(slow["the path between a and c drops all packets from a to c"]!, EAST);
    expect(noticed).toEqual({
      at: "c",
      detection: {
        by: "BFD",
        time: { min: 600, max: 1800 },
        arithmetic: "3 × max(300, 300) ms, and up to 900 ms until a notices too",
      },
    });
  });

  it("the other direction goes on, and moves with the session that both share", () => {
    const { noticed, outage, ...back } = flow(
      found["a's uplink drops all outbound packets"]!,
      WEST,
    );
    expect(noticed).toBeUndefined();
    expect(outage).toEqual({ min: 0, max: 0 });
    expect(ways({ ...back, outage })).toBe("c → a; then c → b");
  });

  it("nothing survives the loss of either direction of the one transit", () => {
    for (const site of ["first", "second"]) {
      const lost = found[`the transit between the sites drops all packets to the ${site} site`]!;
      expect(lost.failure.ours).toBe(false);
      expect(lost.flows.map(({ after }) => after)).toEqual([[], [], [], []]);
    }
  });

  it("003.3 without BFD the sender's own hold time ends, after the last keepalive that comes", () => {
    const slow = impacts(planOf7({ mesh: { bfd: undefined } }));
    const { noticed, outage } = flow(slow["a's uplink drops all outbound packets"]!, EAST);
    expect(noticed).toEqual({
      at: "a",
      detection: {
        by: "BGP hold time",
        time: { min: 9000, max: 12000 },
        arithmetic: "hold time of 9 s after a keepalive that comes within 3 s",
      },
    });
    expect(outage).toEqual({ min: 9020, max: 12150 });
  });
});
