import { TerraformStack } from "cdktf";
import {
  BfdProfile,
  GatewayProps,
  HaPair,
  InsideRouting,
  InsideVrrpProps,
  PairLink,
} from "cdktf-routed-vpn";
import { NetworkPlan } from "../../lib/plan/types";
import { nftables } from "../../lib/render/nftables";
import { filesOf } from "../fixtures/footprints";
import { mesh, siteGateway, soleSite } from "../fixtures/apps";
import { impacts, ways } from "../fixtures/impacts";
import { gatewayOf } from "../fixtures/intents";
import { refusal, synthesizeStack } from "../fixtures/synth";

interface Props {
  readonly vrrp?: Partial<InsideVrrpProps>;
  readonly a?: Partial<GatewayProps>;
}

/** A pair whose hosts know one router, and another site behind BFD of 100 ms × 3. */
function build(stack: TerraformStack, { vrrp, a }: Props = {}): void {
  const east = new HaPair(stack, "east", {
    primary: siteGateway(stack, "a", 1, 2, a),
    secondary: siteGateway(stack, "b", 1, 3),
    asn: 65001,
    networks: ["10.1.0.0/24", "fd01::/64"],
    pairLink: PairLink.onInterface("eth2"),
    insideRouting: InsideRouting.vrrp({
      virtualRouterId: 51,
      addresses: ["10.1.0.1", "fd01::1"],
      segmentConvergenceMs: 0,
      ...vrrp,
    }),
  });
  mesh(stack, [east, soleSite(stack, "c", 2)], {
    bfd: new BfdProfile(stack, "fast", { transmitIntervalMs: 100, receiveIntervalMs: 100 }),
  });
}

function planned(props?: Props): NetworkPlan {
  return synthesizeStack((stack) => build(stack, props)).plan("net");
}

describe("a virtual router on the inside", () => {
  const plan = planned();
  const found = impacts(plan);
  const outwards = (failure: string) =>
    found[failure]!.flows.find(({ from }) => from === "inside of 65001")!;

  it("is the primary's, unless it is drained", () => {
    const priorities = (of: NetworkPlan) =>
      ["a", "b"].map((name) => gatewayOf(of, name).vrrp!.priority);
    expect(priorities(plan)).toEqual([254, 253]);
    expect(priorities(planned({ a: { drained: true } }))).toEqual([252, 253]);
  });

  it("takes the place of sessions with inner routers", () => {
    for (const name of ["a", "b"]) expect(gatewayOf(plan, name).bgp!.listen).toBeUndefined();
  });

  it("lets the partner speak it, from the segment alone", () => {
    const rules = filesOf(nftables, gatewayOf(plan, "a"))[0]!.text;
    expect(rules).toContain(
      "iifname . ip saddr @vrrp_partners4 ip ttl 255 meta l4proto 112 accept",
    );
    expect(rules).toMatch(/set vrrp_partners4 \{[^}]*"eth1" \. 10\.1\.0\.3/);
    expect(rules).not.toContain("vrrp_partners6");
  });

  it("003.8 moves after three advertisements and the skew time, which the partner notices", () => {
    const { noticed, outage } = outwards("a loses its power");
    expect(noticed).toEqual({
      at: "b",
      detection: {
        by: "VRRP",
        time: { min: 202, max: 302 },
        arithmetic: "3 × 100 ms and a skew time of 2 ms",
      },
    });
    expect(outage).toEqual({ min: 222, max: 452 });
  });

  it.each([
    ["a loses its power", "a → c; then b → c"],
    ["a loses its link to the inside", "a → c; then b → c"],
    ["b loses its power", "a → c; then a → c"],
  ])("when %s packets go %s", (failure, expected) => {
    expect(ways(outwards(failure))).toBe(expected);
  });

  it("stays where it is when the tunnels are lost: packets go on through the partner", () => {
    const flow = outwards("a's uplink drops all packets");
    expect(ways(flow)).toBe("a → c; then a → b → c");
    expect(flow.noticed).toMatchObject({ at: "a", detection: { by: "BFD" } });
  });

  it("is refused where it would take longer than the budget", () => {
    expect(refusal((stack) => build(stack, { vrrp: { advertisementIntervalMs: 200 } }))).toMatch(
      /net\/east: convergenceBudgetMs is 500\n.*a loses its power takes .*3 × 200 ms and a skew time of 3 ms[^]*remedy: lower advertisementIntervalMs/,
    );
  });
});
