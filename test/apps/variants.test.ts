import { TerraformStack, TerraformVariable } from "cdktf";
import {
  AddressFamily,
  ForeignGateway,
  GreOverVti,
  Inside,
  RouteBasedVpn,
  RouteBasedVpnProps,
  TunnelInterface,
} from "cdktf-routed-vpn";
import { NetworkPlan, TunnelEnd } from "../../lib/plan/types";
import { mesh, preSharedKey, siteGateway, soleSite } from "../fixtures/apps";
import { gatewayOf } from "../fixtures/intents";
import { synthesizeStack } from "../fixtures/synth";

function network(build: (stack: TerraformStack) => void): NetworkPlan {
  return synthesizeStack(build).plan("net");
}

function endOf(plan: NetworkPlan, name: string): TunnelEnd {
  return gatewayOf(plan, name).tunnels[0]!;
}

const authentication = preSharedKey();

describe("VTI6", () => {
  const plan = network((stack) => {
    const left = siteGateway(stack, "a", 1, 2, { address: "2001:db8:a::2" });
    const right = siteGateway(stack, "c", 2, 2, { address: "2001:db8:c::2" });
    const interfaceType = TunnelInterface.VTI6;
    const vpn = new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
    new GreOverVti(stack, "gre", { vpn });
  });

  it("has IPv6 endpoints and both families inside", () => {
    const { ipsec, addresses } = endOf(plan, "a");
    expect(ipsec).toMatchObject({
      kind: "vti6",
      device: "vti-c",
      localAddress: "2001:db8:a::2",
      remoteAddress: "2001:db8:c::2",
      mtu: 1426,
    });
    expect(addresses.map((address) => address.includes(":"))).toEqual([false, true]);
  });

  it("carries GRE like any other interface", () => {
    expect(endOf(plan, "a")).toMatchObject({
      device: "gre-c",
      mtu: 1426 - 24,
      mss4: 1362,
      mss6: 1342,
    });
  });
});

describe("XFRM interface", () => {
  it.each([
    ["IPv4", "198.51.1.2", "198.51.2.2", 1446],
    ["IPv6", "2001:db8:a::2", "2001:db8:c::2", 1426],
  ])("takes %s endpoints", (_, a, c, mtu) => {
    const plan = network((stack) => {
      const left = siteGateway(stack, "a", 1, 2, { address: a });
      const right = siteGateway(stack, "c", 2, 2, { address: c });
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    });
    expect(endOf(plan, "a").ipsec).toMatchObject({ kind: "xfrm", mtu, remoteAddress: c });
  });
});

describe("GreOverVti", () => {
  const withGre = (props: Partial<RouteBasedVpnProps>, gre: object) =>
    network((stack) => {
      const left = siteGateway(stack, "a", 1, 2);
      const right = siteGateway(stack, "c", 2, 2);
      const vpn = new RouteBasedVpn(stack, "a-c", { left, right, authentication, ...props });
      new GreOverVti(vpn, "gre", { vpn, ...gre });
    });

  it("000.3 with a key: the same at both ends, 4 bytes more", () => {
    const plan = withGre({}, { keyed: true });
    expect(endOf(plan, "a").gre!.key).toBeGreaterThan(0);
    expect(endOf(plan, "c").gre!.key).toBe(endOf(plan, "a").gre!.key);
    expect(endOf(plan, "a").mtu).toBe(1446 - 28);
  });

  it("takes the VPN's routes over", () => {
    const plan = withGre({}, {});
    expect(gatewayOf(plan, "a").staticRoutes.map(({ device }) => device)).toEqual([
      "gre-c",
      "gre-c",
    ]);
  });

  it("leaves the VPN's interface one address, its own endpoint", () => {
    expect(endOf(withGre({}, {}), "a").ipsec.addresses).toHaveLength(1);
  });

  it("runs over IPv6 where the VPN has IPv6 addresses only", () => {
    const plan = withGre({ addressPools: ["fdaa::/64"] }, {});
    expect(endOf(plan, "a").gre).toMatchObject({ family: 6, mtu: 1446 - 44 });
  });
});

describe("NAT", () => {
  const behindNat = (props: { a?: string; c?: string }) =>
    network((stack) => {
      const left = siteGateway(stack, "a", 1, 2, { localAddress: props.a });
      const right = siteGateway(stack, "c", 2, 2, { localAddress: props.c });
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    });

  it("the gateway has its own address, its peer the public one, and both the public identity", () => {
    const plan = behindNat({ a: "172.31.0.4" });
    expect(endOf(plan, "a").ipsec).toMatchObject({
      localAddress: "172.31.0.4",
      localId: "198.51.1.2",
      remoteAddress: "198.51.2.2",
    });
    expect(endOf(plan, "c").ipsec).toMatchObject({
      remoteAddress: "198.51.1.2",
      remoteId: "198.51.1.2",
    });
  });

  it("the end behind it starts, since the way in is closed", () => {
    const starts = (props: { a?: string; c?: string }) => {
      const plan = behindNat(props);
      return [endOf(plan, "a").initiator, endOf(plan, "c").initiator];
    };
    expect(starts({})).toEqual([true, false]);
    expect(starts({ a: "172.31.0.4" })).toEqual([true, false]);
    expect(starts({ c: "172.31.0.4" })).toEqual([false, true]);
    expect(starts({ a: "172.31.0.4", c: "172.31.1.4" })).toEqual([true, false]);
  });

  it("ours starts towards a foreign gateway, on whichever side it stands", () => {
    const plan = network((stack) => {
      const ours = siteGateway(stack, "a", 1, 2);
      const address = "203.0.113.1";
      const theirs = new ForeignGateway(stack, "p", {
        address,
        networks: ["10.9.0.0/24"],
        behindNat: true,
      });
      new RouteBasedVpn(stack, "p-a", { left: theirs, right: ours, authentication });
    });
    expect(endOf(plan, "a")).toMatchObject({ side: "right", initiator: true, mtu: 1438 });
  });

  it("an IKE identity of one's own serves both ends", () => {
    const plan = network((stack) => {
      const left = siteGateway(stack, "a", 1, 2, { ikeId: "a.vpn.example" });
      const right = siteGateway(stack, "c", 2, 2);
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    });
    expect(endOf(plan, "a").ipsec.localId).toBe("a.vpn.example");
    expect(endOf(plan, "c").ipsec.remoteId).toBe("a.vpn.example");
  });
});

describe("Gateway", () => {
  it("announces the prefixes of its segments unless told otherwise", () => {
    const networks = (own?: string[]) => {
      const plan = network((stack) => {
        const a = siteGateway(stack, "a", 1, 2, { asn: 65001, networks: own });
        a.addInside(Inside.onInterface("eth3", ["10.7.0.1/24"]));
        mesh(stack, [a, soleSite(stack, "c", 2)]);
      });
      return gatewayOf(plan, "a").bgp!.networks;
    };
    expect(networks()).toEqual(["10.1.0.0/24", "fd01::/64", "10.7.0.0/24"]);
    expect(networks(["10.7.0.0/24"])).toEqual(["10.7.0.0/24"]);
  });

  it("is named by its path below the stack", () => {
    const plan = network((stack) => {
      siteGateway(stack, "Site A_gw", 1, 2);
      siteGateway(stack, "own", 2, 2, { name: "edge" });
    });
    expect(plan.gateways.map(({ name, path }) => [name, path])).toEqual([
      ["site-a-gw", "net/Site A_gw"],
      ["edge", "net/own"],
    ]);
  });

  it("tells an IPv6 token from an IPv4 one by addressFamily", () => {
    const plan = network((stack) => {
      const address = new TerraformVariable(stack, "v6", {}).stringValue;
      const addressFamily = AddressFamily.IPV6;
      const left = siteGateway(stack, "a", 1, 2, { address, addressFamily });
      const right = siteGateway(stack, "c", 2, 2, { address: "2001:db8::9" });
      const interfaceType = TunnelInterface.VTI6;
      new RouteBasedVpn(stack, "a-c", { left, right, authentication, interfaceType });
    });
    expect(gatewayOf(plan, "a").uplinks[0]!.family).toBe(6);
  });

  it("is one network across stacks", () => {
    const result = synthesizeStack((stack) => {
      const other = new TerraformStack(stack.node.root, "other");
      const left = siteGateway(stack, "a", 1, 2);
      const right = siteGateway(other, "c", 2, 2);
      new RouteBasedVpn(stack, "a-c", { left, right, authentication });
    });
    expect(result.plan("net").gateways.map(({ name }) => name)).toEqual(["a"]);
    expect(result.plan("other").gateways.map(({ name }) => name)).toEqual(["c"]);
    expect(endOf(result.plan("other"), "c").peer).toBe("a");
    expect(result.plan("net").tunnels).toEqual(result.plan("other").tunnels);
  });
});
