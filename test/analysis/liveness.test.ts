import { BfdProfile, BfdProfileProps } from "cdktf-routed-vpn";
import { mesh, sitePair, soleSite } from "../fixtures/apps";
import { impacts } from "../fixtures/impacts";
import { synthesizeStack } from "../fixtures/synth";

const FAST = { transmitIntervalMs: 100, receiveIntervalMs: 100, detectMultiplier: 3 };

/** How inner routers of a pair notice the loss of its primary. */
function noticedInside(ours: BfdProfileProps, theirs?: BfdProfileProps) {
  const plan = synthesizeStack((stack) => {
    const bfd = new BfdProfile(stack, "ours", ours);
    const insideRoutersBfd = theirs && new BfdProfile(stack, "theirs", theirs);
    const pair = sitePair(stack, "east", 1, ["a", "b"], { bfd, insideRoutersBfd });
    mesh(stack, [pair, soleSite(stack, "c", 2)]);
  }).plan("net");
  const { flows } = impacts(plan)["a loses its power"]!;
  const { time, arithmetic } = flows.find(({ from }) => from === "inside of 65001")!.noticed!
    .detection;
  return { ...time, arithmetic };
}

describe("detection by BFD (RFC 5880, 6.8.4)", () => {
  it("takes both ends for alike where nothing else is known", () => {
    expect(noticedInside(FAST)).toEqual({
      min: 200,
      max: 300,
      arithmetic: "3 × max(100, 100) ms",
    });
  });

  it.each([
    ["the watcher receives no faster", { receiveIntervalMs: 250 }, 750, "3 × max(250, 100) ms"],
    [
      "what the watcher sends does not count",
      { transmitIntervalMs: 1000 },
      300,
      "3 × max(100, 100) ms",
    ],
    ["nor does its multiplier", { detectMultiplier: 10 }, 300, "3 × max(100, 100) ms"],
  ])("%s", (_, theirs, max, arithmetic) => {
    expect(noticedInside(FAST, { ...FAST, ...theirs })).toMatchObject({ max, arithmetic });
  });

  it("the watched end's multiplier and transmit interval count", () => {
    const ours = { transmitIntervalMs: 200, receiveIntervalMs: 50, detectMultiplier: 4 };
    expect(noticedInside(ours, FAST)).toEqual({
      min: 600,
      max: 800,
      arithmetic: "4 × max(100, 200) ms",
    });
  });

  it("echo notices first where it is quicker, and its intervals are the same thing", () => {
    const ours = { ...FAST, echoIntervalMs: 40 };
    expect(noticedInside(ours)).toEqual({
      min: 80,
      max: 120,
      arithmetic: "echo 3 × max(40, 40) ms",
    });
    expect(noticedInside(FAST, { ...FAST, echoIntervalMs: 20 })).toMatchObject({
      max: 150,
      arithmetic: "echo 3 × max(20, 50) ms",
    });
    expect(noticedInside({ ...FAST, echoIntervalMs: 500 })).toMatchObject({ max: 300 });
  });

  it("echo tells of a loss in one direction as of any other", () => {
    const plan = synthesizeStack((stack) => {
      const bfd = new BfdProfile(stack, "bfd", FAST);
      mesh(stack, [soleSite(stack, "a", 1), soleSite(stack, "c", 2)], { bfd });
    }).plan("net");
    const echoing = {
      ...plan,
      gateways: plan.gateways.map((gateway) => ({
        ...gateway,
        bfdProfiles: gateway.bfdProfiles.map((profile) => ({ ...profile, echoIntervalMs: 50 })),
      })),
    };
    const { flows } = impacts(echoing)["the path between a and c drops all packets from a to c"]!;
    expect(flows.find(({ from }) => from === "inside of 65001")!.noticed).toMatchObject({
      at: "a",
      detection: { time: { min: 100, max: 150 } },
    });
  });
});
