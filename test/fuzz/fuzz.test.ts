import fc from "fast-check";
import { recipe } from "./app";
import { check } from "./check";

describe("S12-S17: a thousand hostile apps", () => {
  it("are refused by an InvalidNetworkError, or render exactly what they declare", () => {
    let accepted = 0;
    let refused = 0;
    const property = fc.property(recipe, (one) => void (check(one) ? accepted++ : refused++));
    fc.assert(property, { seed: 13, numRuns: 1000 });
    // Else the property says little.
    expect(accepted).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(300);
  });
});
