import { RouteExchange, TunnelInterface } from "cdktf-routed-vpn";
import { GatewayPlan } from "../../lib/plan/types";
import { model1 } from "../fixtures/apps";
import { gatewayOf } from "../fixtures/intents";
import { Synthesized, synthesizeStack } from "../fixtures/synth";

type Props = Parameters<typeof model1>[1];

function office(props: Props = {}): GatewayPlan {
  const result = synthesizeStack((stack) => void model1(stack, props));
  return gatewayOf(result.plan("net"), "office");
}

describe("MODEL-1: a site and somebody else's gateway", () => {
  let result: Synthesized;
  let gateway: GatewayPlan;
  beforeAll(() => {
    result = synthesizeStack((stack) => void model1(stack));
    gateway = gatewayOf(result.plan("net"), "office");
  });

  const file = (path: string) => result.gateway("net", "office")[`payload/files${path}`]!;

  it("001.1 IKE and ESP come from the partner alone: UDP 500 and 4500, IP protocol 50", () => {
    const rules = file("/etc/vpn-gateway/nftables.nft");
    expect(rules).toMatch(
      /set peers4 \{[^}]*elements = \{\s*203\.0\.113\.2( comment "partner")?,\s*\}/,
    );
    expect(rules).toMatch(/ip saddr @peers4 udp dport \{ 500, 4500 \} accept/);
    expect(rules).toMatch(/ip saddr @peers4 meta l4proto 50 accept/);
    expect(rules).toMatch(/hook input [^\n]*policy drop/);
  });

  it("001.1 ESP is IP protocol 50 without NAT, and in UDP where it is forced", () => {
    const swanctl = "/etc/swanctl/conf.d/vpn-gateway.conf";
    expect(file(swanctl)).not.toMatch(/encap/);
    const forced = synthesizeStack((stack) => void model1(stack, { forceUdpEncapsulation: true }));
    expect(forced.gateway("net", "office")[`payload/files${swanctl}`]).toMatch(/^\s*encap = yes$/m);
  });

  it("001.2 the other side is opaque: it has an address, and no files", () => {
    const plan = result.plan("net");
    expect(plan.gateways.map(({ name }) => name)).toEqual(["office"]);
    expect(gateway.tunnels[0]).toMatchObject({
      peer: "partner",
      ipsec: { remoteAddress: "203.0.113.2", remoteId: "203.0.113.2" },
    });
    expect(() => result.gateway("net", "partner")).toThrow(/ENOENT/);
  });

  it("001.3 the inner side is a VXLAN segment, the outer one the tunnel's interface", () => {
    expect(gateway.inside).toEqual([
      {
        device: "vxlan4711",
        addresses: ["10.1.0.1/24"],
        mtu: 1450,
        vxlan: {
          vni: 4711,
          underlay: "eth1",
          underlayAddresses: [],
          port: 4789,
          group: "239.0.18.103",
          peers: [],
        },
      },
    ]);
    expect(gateway.tunnels[0]!.device).toBe("xfrm-partner");
  });

  it("001.4 routes into the tunnel are the app's own, none is the IKE daemon's", () => {
    expect(gateway.staticRoutes).toEqual([{ prefix: "10.2.0.0/24", device: "xfrm-partner" }]);
    expect(gateway.protectedNetworks).toEqual(["10.2.0.0/24"]);
    expect(file("/etc/strongswan.d/zz-vpn-gateway.conf")).toMatch(/install_routes = no/);
  });

  it("needs no routing daemon", () => {
    expect(gateway.bgp).toBeUndefined();
    const tree = result.gateway("net", "office");
    expect(Object.keys(tree).filter((path) => path.includes("frr"))).toEqual([]);
    expect(tree["payload/manifest"]).not.toContain("frr");
  });

  it("starts the IKE exchange itself: a foreign gateway is left to its operator", () => {
    expect(gateway.tunnels[0]!.initiator).toBe(true);
  });
});

describe("RouteBasedVpn, routes", () => {
  it("may be given by the app, each way", () => {
    const exchange = RouteExchange.staticRoutes(["10.2.0.128/25", "10.99.0.0/16"], ["10.1.0.0/25"]);
    const { staticRoutes, protectedNetworks } = office({ routes: exchange });
    expect(staticRoutes.map(({ prefix }) => prefix)).toEqual(["10.2.0.128/25", "10.99.0.0/16"]);
    expect(protectedNetworks).toEqual(["10.2.0.128/25", "10.99.0.0/16"]);
  });

  it("may be left to somebody else", () => {
    expect(office({ routes: RouteExchange.none() })).toMatchObject({
      staticRoutes: [],
      protectedNetworks: [],
    });
  });
});

describe("RouteBasedVpn, interface", () => {
  it.each([
    [undefined, "xfrm", "xfrm-partner"],
    [TunnelInterface.XFRM, "xfrm", "xfrm-partner"],
    [TunnelInterface.VTI, "vti", "vti-partner"],
  ])("%s", (interfaceType, kind, device) => {
    const { ipsec } = office({ interfaceType }).tunnels[0]!;
    expect(ipsec).toMatchObject({ kind, device });
    expect(ipsec.id).toBeGreaterThan(0);
  });

  it("has an address of each family by default, of one where one pool is given", () => {
    expect(office().tunnels[0]!.addresses).toHaveLength(2);
    const [only] = office({ addressPools: ["fdaa::/64"] }).tunnels[0]!.addresses;
    expect(only).toMatch(/^fdaa::.*\/127$/);
  });
});

describe("RouteBasedVpn, defaults", () => {
  it("are AES-256-GCM, PRF-SHA-384 and ECP-384", () => {
    expect(office().tunnels[0]!.ipsec).toMatchObject({
      ikeProposals: ["aes256gcm16-prfsha384-ecp384"],
      espProposals: ["aes256gcm16-ecp384"],
    });
  });
});
