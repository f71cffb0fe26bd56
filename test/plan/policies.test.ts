import { NetworkPlan, PolicyEnd } from "../../lib/plan/types";
import { foreignGateway, gateway, gatewayOf, Intents, plan, policyVpn } from "../fixtures/intents";
import { largestThatFits, tunnelModePacket } from "../fixtures/packet";

function network(parts: Intents = {}): NetworkPlan {
  return plan({
    gateways: [gateway("a", 1), gateway("c", 2)],
    policyVpns: [policyVpn("a", "c")],
    ...parts,
  });
}

function endOf(found: NetworkPlan, name: string): PolicyEnd {
  return gatewayOf(found, name).policyVpns![0]!;
}

describe("a policy-based VPN", () => {
  it("protects what lies behind each end, seen from either", () => {
    const found = network();
    expect(endOf(found, "a")).toMatchObject({
      peer: "c",
      localSelectors: ["10.1.0.0/24", "fd01::/64"],
      remoteSelectors: ["10.2.0.0/24", "fd02::/64"],
      device: "ipsec-c",
    });
    expect(endOf(found, "c")).toMatchObject({
      peer: "a",
      localSelectors: ["10.2.0.0/24", "fd02::/64"],
      remoteSelectors: ["10.1.0.0/24", "fd01::/64"],
      device: "ipsec-a",
    });
  });

  it("protects what is declared instead, at either end", () => {
    const selectors = { leftSelectors: ["10.1.0.0/25"], rightSelectors: ["192.0.2.0/24"] };
    const found = network({ policyVpns: [policyVpn("a", "c", selectors)] });
    expect(endOf(found, "a").localSelectors).toEqual(["10.1.0.0/25"]);
    expect(endOf(found, "a").remoteSelectors).toEqual(["192.0.2.0/24"]);
  });

  it("has the networks of a foreign gateway behind it", () => {
    const found = network({
      gateways: [gateway("a", 1)],
      foreignGateways: [foreignGateway("p", 9)],
      policyVpns: [policyVpn("a", "p", { leftSelectors: ["10.1.0.0/24"] })],
    });
    expect(endOf(found, "a").remoteSelectors).toEqual(["10.9.0.0/24"]);
  });

  it("lets the gateway's own packets come from an inside address within the selectors", () => {
    expect(endOf(network(), "a").source4).toBe("10.1.0.1");
    const elsewhere = policyVpn("a", "c", {
      leftSelectors: ["192.0.2.0/24"],
      rightSelectors: ["10.2.0.0/24"],
    });
    expect(endOf(network({ policyVpns: [elsewhere] }), "a").source4).toBeUndefined();
  });

  it("has the MTU of a tunnel-mode SA, in UDP where an end is translated", () => {
    const sizes = { outerFamily: 4 as const, iv: 8, icv: 16, block: 4 };
    const most = (natTraversal: boolean) =>
      largestThatFits(1500, (inner) => tunnelModePacket(inner, { ...sizes, natTraversal }));
    const translated = [gateway("a", 1, { localAddress: "172.31.0.9" }), gateway("c", 2)];
    expect(endOf(network(), "a").mtu).toBe(most(false));
    expect(endOf(network({ gateways: translated }), "c").mtu).toBe(most(true));
  });

  it("says in the plan what it carries, and what it cannot", () => {
    expect(network().policyVpns).toEqual([
      expect.objectContaining({
        leftSelectors: ["10.1.0.0/24", "fd01::/64"],
        rightSelectors: ["10.2.0.0/24", "fd02::/64"],
        mtu: 1446,
        cannotCarry: expect.arrayContaining(["BGP", "BFD", "GRE"]) as unknown,
      }),
    ]);
  });

  it("has no static route, blackhole or session of its own", () => {
    expect(gatewayOf(network(), "a")).toMatchObject({
      staticRoutes: [],
      protectedNetworks: [],
      bgp: undefined,
      tunnels: [],
    });
  });

  it("stands nowhere in the plan of a network without one", () => {
    const without = network({ policyVpns: [] });
    expect(JSON.stringify(without)).not.toContain("policyVpns");
  });
});
