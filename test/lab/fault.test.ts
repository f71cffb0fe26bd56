import { fault } from "../../lab/topology/fault";
import { labFile } from "./lab-file";

const path = { gateway: "a", tunnelPeer: "c" };
const inject = (kind: Parameters<typeof fault>[1]) => fault(labFile(), kind, path).inject;

describe("faults of the lab", () => {
  it("cut every cable of a gateway for a power-off, at the other end and at once", () => {
    expect(inject("power-off")).toBe(
      "ip -n transit link set port0 down & ip -n seg-east link set port1 down & " +
        "ip -n seg-pair link set port2 down & wait",
    );
  });

  it("tell the uplink, the inside and the pair link apart", () => {
    expect(inject("uplinks")).toBe("ip -n transit link set port0 down & wait");
    expect(inject("inside")).toBe("ip -n seg-east link set port1 down & wait");
    expect(inject("pair-link")).toBe("ip -n seg-pair link set port2 down & wait");
    expect(() => fault(labFile(), "pair-link", { gateway: "c", tunnelPeer: "a" })).toThrow(
      /no pair link/,
    );
  });

  it("drop all that a gateway sends and gets for a blackhole, in both families", () => {
    for (const rule of ["ip saddr 198.51.100.2 drop", "ip6 daddr 2001:db8:a::2 drop"])
      expect(inject("blackhole")).toContain(rule);
  });

  it("drop only what the two ends of a tunnel exchange, in the families both have", () => {
    expect(inject("tunnel")).toContain("ip saddr 198.51.100.2 ip daddr 203.0.113.2 drop");
    expect(inject("tunnel")).not.toContain("ip6");
  });
});
