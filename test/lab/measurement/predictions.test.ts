import { predict } from "../../../lab/measurement/predictions";
import { promised, tunnelLost } from "./results";

const NOTHING = { minMs: 0, maxMs: 0 };

describe("what synthesis predicts of a fault", () => {
  it("is found by the failure's name, whichever end it is seen from, for each direction of traffic", () => {
    expect(predict(promised, tunnelLost, "desk", "server")).toEqual({ minMs: 220, maxMs: 450 });
    expect(predict(promised, tunnelLost, "server", "desk")).toEqual({ minMs: 220, maxMs: 460 });
  });

  it("turns a direction that is seen from the other end", () => {
    const inward = { ...tunnelLost, direction: "in" } as const;
    expect(predict(promised, inward, "server", "desk")).toEqual({ minMs: 240, maxMs: 500 });
    // A flow that the failure does not name.
    expect(predict(promised, inward, "desk", "server")).toEqual(NOTHING);
    const outward = { ...tunnelLost, direction: "out" } as const;
    expect(predict(promised, outward, "server", "desk")).toBeUndefined();
  });

  it("sees the transit from the left site, and ends with the failure where nothing survives", () => {
    const lost = (direction: "in" | "out", seenFrom: string) =>
      predict(promised, { kind: "transit", at: [], direction, seenFrom }, "server", "desk");
    expect(lost("in", "b")?.maxMs).toBe(Infinity);
    expect(lost("out", "d")?.maxMs).toBe(Infinity);
    expect(lost("out", "b")).toBeUndefined();
  });

  it("holds by position for sites that are alike", () => {
    const failure = { kind: "tunnel", at: ["e", "c"], seenFrom: "e" };
    expect(predict(promised, failure, "shop", "server")).toEqual({ minMs: 220, maxMs: 450 });
    expect(predict(promised, tunnelLost, "shop", "server")).toBeUndefined();
  });

  it("is nothing for a failure that was not walked", () => {
    const failure = { kind: "ike-daemon", at: ["a"], seenFrom: "a" };
    expect(predict(promised, failure, "desk", "server")).toEqual(NOTHING);
    const other = { kind: "ike-daemon", at: ["b"], seenFrom: "b" };
    expect(predict(promised, other, "desk", "server")).toBeUndefined();
  });
});
