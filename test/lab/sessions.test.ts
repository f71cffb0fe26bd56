import { dropped, type Session } from "../../lab/sessions";

const bgp = (owner: string, downs: number, up = true): Session => ({
  owner,
  protocol: "bgp",
  peer: "10.9.0.1",
  up,
  state: up ? "Established" : "Idle",
  downs,
  uptimeMs: 4000,
});

describe("sessions that went down between two readings", () => {
  it("are those that were up at the first", () => {
    expect(dropped([bgp("a", 1), bgp("b", 0)], [bgp("a", 2), bgp("b", 0)])).toEqual([
      "a bgp 10.9.0.1",
    ]);
    expect(dropped([bgp("a", 1, false)], [bgp("a", 2)])).toEqual([]);
  });

  it("are none of a daemon that was started anew and counts from zero", () => {
    expect(dropped([bgp("a", 3)], [bgp("a", 0)])).toEqual([]);
    expect(dropped([], [bgp("a", 5)])).toEqual([]);
  });
});
