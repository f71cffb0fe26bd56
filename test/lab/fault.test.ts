import { fault } from "../../lab/topology/fault";
import { faultKinds, type FaultKind } from "../../lab/topology/schema";
import { analyse } from "../../lib/analysis/analyse";
import { model7 } from "../fixtures/apps";
import { synthesizeStack } from "../fixtures/synth";
import { labFile } from "./lab-file";

const path = { gateway: "a", tunnelPeer: "c" };
const made = (kind: FaultKind) => fault(labFile(), kind, path);
const inject = (kind: FaultKind) => made(kind).inject;

/** The rules of a silent loss. */
function losses(kind: FaultKind): string[] {
  return inject(kind)
    .split("\n")
    .filter((line) => line.endsWith("drop"));
}

describe("faults of the lab", () => {
  it("cut every cable of a gateway that loses its power, at the other end and at once", () => {
    expect(inject("gateway")).toBe(
      "/lab/guest/cut.py transit/port0 seg-east/port1 seg-pair/port2 " +
        "/sys/fs/cgroup/system.slice/gw-a.service/cgroup.freeze",
    );
  });

  it("let a gateway notice that its links were away before they are back", () => {
    expect(made("gateway").heal).toMatch(
      /^echo 0 >\S+\/cgroup.freeze; sleep 1; ip -n transit link set port0 up;/,
    );
  });

  it("boot a gateway from cold, without its memory, behind links that are up again", () => {
    const { inject, heal, returnsWithin } = made("boot");
    expect(inject).toBe(made("gateway").inject);
    expect(heal).toMatch(
      /^\/lab\/guest\/gateway.sh power-cycle a; ip -n transit link set port0 up;/,
    );
    expect(returnsWithin).toBeGreaterThan(made("gateway").returnsWithin);
  });

  it("tell the uplink, the inside and the pair link apart", () => {
    expect(inject("uplink-unplugged")).toBe("/lab/guest/cut.py transit/port0");
    expect(inject("inside")).toBe("/lab/guest/cut.py seg-east/port1");
    expect(inject("pair-link")).toBe("/lab/guest/cut.py seg-pair/port2");
    expect(() => fault(labFile(), "pair-link", { gateway: "c", tunnelPeer: "a" })).toThrow(
      /no pair link/,
    );
  });

  it("drop all that a gateway sends and gets on its uplink, in both families", () => {
    expect(losses("uplink")).toEqual([
      "ip saddr { 198.51.100.2 } drop",
      "ip daddr { 198.51.100.2 } drop",
      "ip6 saddr { 2001:db8:a::2 } drop",
      "ip6 daddr { 2001:db8:a::2 } drop",
    ]);
  });

  it("drop only what the two ends of a tunnel exchange, in the families both have", () => {
    expect(losses("tunnel")).toEqual([
      "ip saddr { 198.51.100.2 } ip daddr { 203.0.113.2 } drop",
      "ip saddr { 203.0.113.2 } ip daddr { 198.51.100.2 } drop",
    ]);
  });

  it("drop one direction alone, as seen from the gateway that forwards", () => {
    expect(losses("tunnel-out")).toEqual([
      "ip saddr { 198.51.100.2 } ip daddr { 203.0.113.2 } drop",
    ]);
    expect(losses("tunnel-in")).toEqual([
      "ip saddr { 203.0.113.2 } ip daddr { 198.51.100.2 } drop",
    ]);
    expect(losses("uplink-in")).toEqual([
      "ip daddr { 198.51.100.2 } drop",
      "ip6 daddr { 2001:db8:a::2 } drop",
    ]);
  });

  it("drop on the transit what the gateways of two sites exchange, so that it can be healed in view", () => {
    expect(losses("transit-out")).toEqual([
      "ip saddr { 198.51.100.2, 198.51.100.6 } ip daddr { 203.0.113.2 } drop",
    ]);
  });

  it("kill all processes of a service, which systemd starts anew", () => {
    expect(inject("routing-daemons")).toMatch(/exec a systemctl kill .*=KILL frr\.service$/);
    expect(inject("ike-daemon")).toMatch(/exec a systemctl kill .*=KILL strongswan\.service$/);
    expect(made("ike-daemon").passesWithin).toBeGreaterThan(5);
  });

  it("are there for every kind of failure that the analysis walks", () => {
    const [analysis] = analyse(synthesizeStack((stack) => void model7(stack)).plan("net"));
    const walked = new Set(analysis.impacts.map(({ failure }) => failure.kind));
    const kinds = faultKinds.flatMap((kind) => made(kind).failure?.kind ?? []);
    expect([...new Set(kinds)].sort()).toEqual([...walked].sort());
  });

  it("are what the failure analysis calls them, but for what is an operation", () => {
    const named = faultKinds.map((kind) => {
      const { failure } = made(kind);
      return [kind, failure && [failure.kind, failure.at.join("-"), failure.direction]];
    });
    expect(Object.fromEntries(named)).toEqual({
      gateway: ["gateway", "a", undefined],
      boot: ["gateway", "a", undefined],
      uplink: ["uplink", "a", undefined],
      "uplink-in": ["uplink", "a", "in"],
      "uplink-out": ["uplink", "a", "out"],
      "uplink-unplugged": ["uplink", "a", undefined],
      inside: ["inside", "a", undefined],
      tunnel: ["tunnel", "a-c", undefined],
      "tunnel-in": ["tunnel", "a-c", "in"],
      "tunnel-out": ["tunnel", "a-c", "out"],
      "pair-link": ["pair-link", "a-b", undefined],
      transit: ["transit", "", undefined],
      "transit-in": ["transit", "", "in"],
      "transit-out": ["transit", "", "out"],
      "routing-daemons": ["routing-daemons", "a", undefined],
      "ike-daemon": ["ike-daemon", "a", undefined],
      "restart-ike": undefined,
    });
  });
});
