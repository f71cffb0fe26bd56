import { GatewayPlan } from "../../lib/plan/types";
import { footprints } from "../../lib/render/components";
import { packagesOf } from "../fixtures/footprints";
import { gatewayPlan, policyEnd } from "../fixtures/plan";

function modules(overrides: Partial<GatewayPlan>): string[] {
  const parts = footprints(gatewayPlan(overrides)).flatMap((footprint) => footprint.modules ?? []);
  return parts.map(({ module }) => module).sort();
}

const VRF = { vrf: { device: "private", table: 1000 } };

describe("M4: the kernel's parts that a gateway needs", () => {
  const [tunnel] = gatewayPlan().tunnels;
  const over = (kind: "xfrm" | "vti6" | "gre") => {
    return { ...tunnel!, gre: undefined, ipsec: { ...tunnel!.ipsec, kind } };
  };

  it.each([
    ["a VTI and GRE", {}, ["esp4", "ip_gre", "ip_vti"]],
    ["an XFRM interface", { tunnels: [over("xfrm")] }, ["esp4", "xfrm_interface"]],
    ["GRE in transport mode", { tunnels: [over("gre")] }, ["esp4", "ip_gre"]],
    ["a vti6", { tunnels: [over("vti6")] }, ["esp4", "ip6_vti"]],
    ["policies", { tunnels: [], policyVpns: [policyEnd()] }, ["dummy", "esp4"]],
    ["an IPv6 underlay", { tunnels: [], uplinks: [{ family: 6 as const, mtu: 1500 }] }, ["esp6"]],
    ["a VRF", { tunnels: [], ...VRF }, ["esp4", "vrf"]],
  ])("%s", (_, overrides, wanted) => {
    expect(modules(overrides)).toEqual(wanted);
  });

  it("are in a package of their own on Ubuntu where there is a VRF", () => {
    const ubuntu = { platform: "ubuntu-24.04" } as const;
    expect(packagesOf(gatewayPlan({ ...ubuntu, ...VRF }))).toContain("linux-modules-extra-%kernel");
    expect(packagesOf(gatewayPlan(ubuntu)).join()).not.toContain("%kernel");
    expect(packagesOf(gatewayPlan(VRF)).join()).not.toContain("%kernel");
  });
});
