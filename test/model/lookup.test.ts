import { Lookup } from "../../lib/model/lookup";

describe("a lookup", () => {
  const lookup = new Lookup(["ab", "c", "bc", "aa"], (text) => [...text]);

  it("finds what has any of the keys, each once, in the items' order", () => {
    expect(lookup.find(["c", "b"])).toEqual(["ab", "c", "bc"]);
    expect(lookup.find(["a", "b"])).toEqual(["ab", "bc", "aa"]);
    expect(lookup.find(["x"])).toEqual([]);
  });
});
